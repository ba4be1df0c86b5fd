@testable internal import Core
internal import Testing

@Suite struct ChaCha20Tests {
  /// The key 00 01 02 … 1f.
  private let counted = ChaCha20.Key(
    first: .init(0x0302_0100, 0x0706_0504, 0x0b0a_0908, 0x0f0e_0d0c),
    second: .init(0x1312_1110, 0x1716_1514, 0x1b1a_1918, 0x1f1e_1d1c))
  private let zero = ChaCha20.Key(first: .zero, second: .zero)

  /// Source: RFC 8439, section 2.3.2.
  @Test func `makes the block of the specification`() {
    let block = ChaCha20.block(
      key: counted, counter: .init(1, 0x0900_0000, 0x4a00_0000, 0x0000_0000))
    #expect(block.first == .init(0xe4e7_f110, 0x1559_3bd1, 0x1fdd_0f50, 0xc471_20a3))
    #expect(block.second == .init(0xc7f4_d1c7, 0x0368_c033, 0x9aaa_2204, 0x4e6c_d4c3))
    #expect(block.third == .init(0x4664_82d2, 0x09aa_9f07, 0x05d7_c214, 0xa202_8bd9))
    #expect(block.fourth == .init(0xd19c_12b5, 0xb94e_16de, 0xe883_d0cb, 0x4e3c_50a2))
  }

  /// Source: RFC 8439, appendix A.1, test vectors 1 and 2.
  @Test func `makes the blocks of the zero key`() {
    let first = ChaCha20.block(key: zero, counter: .zero)
    #expect(first.first == .init(0xade0_b876, 0x903d_f1a0, 0xe56a_5d40, 0x28bd_8653))
    #expect(first.fourth == .init(0xf4b8_436a, 0x1ca1_1815, 0x69b6_87c3, 0x8665_eeb2))
    let second = ChaCha20.block(key: zero, counter: .init(1, 0, 0, 0))
    #expect(second.first == .init(0xbee7_079f, 0x7a38_5155, 0x7c97_ba98, 0x0d08_2d73))
    #expect(second.fourth == .init(0x281f_ed31, 0x45fb_0a51, 0x1f0a_e1ac, 0x6f4d_794b))
  }

  /// Source: RFC 8439, appendix A.1, test vectors 3 and 4.
  @Test func `depends on the first and the last bytes of the key`() {
    var last = zero
    last.second.w = 0x0100_0000
    let third = ChaCha20.block(key: last, counter: .init(1, 0, 0, 0))
    #expect(third.first == .init(0x2452_eb3a, 0x9249_f8ec, 0x8d82_9d9b, 0xddd4_ceb1))
    var first = zero
    first.first.x = 0x0000_ff00
    let fourth = ChaCha20.block(key: first, counter: .init(2, 0, 0, 0))
    #expect(fourth.first == .init(0xfb4d_d572, 0x4bc4_2ef1, 0xdf92_2636, 0x327f_1394))
  }
}
