@testable internal import DNS
internal import Testing

@Suite struct BytesTests {
  private let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9]

  @Test func `reads in network order`() {
    #expect(bytes.rawSpan.bigEndian(at: 1, as: UInt16.self) == 0x0203)
    #expect(bytes.rawSpan.bigEndian(at: 5, as: UInt32.self) == 0x0607_0809)
  }

  @Test func `reads a word backwards from its end`() {
    #expect(bytes.rawSpan.word(endingAt: 8) == 0x0807_0605_0403_0201)
    #expect(bytes.rawSpan.word(endingAt: 9) == 0x0908_0706_0504_0302)
  }

  @Test func `stores and copies`() {
    var target = [UInt8](repeating: 0xff, count: 6)
    var span = target.mutableSpan
    var room = span.mutableBytes
    room.storeBigEndian(UInt16(0x0102), at: 1)
    room.copy(bytes.rawSpan, from: 6, count: 3, at: 3)
    #expect(target == [0xff, 1, 2, 7, 8, 9])
  }
}
