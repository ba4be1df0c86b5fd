internal import Testing

@testable internal import Net

@Suite struct RandomSourceTests {
  @Test func `agrees with the authors' test vector for eight bytes`() {
    let source = RandomSource(key: (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908))
    // vectors_sip64[8] of the reference implementation: 62 24 93 9a 79 f5 f5 93.
    #expect(source.hash(0x0706_0504_0302_0100) == 0x93f5_f579_9a93_2462)
  }

  @Test func `depends on the seed alone`() {
    var first = RandomSource(seed: 1)
    var same = RandomSource(seed: 1)
    var other = RandomSource(seed: 2)
    let numbers = (0..<100).map { _ in first.next() }
    #expect(numbers == (0..<100).map { _ in same.next() })
    #expect(Set(numbers).isDisjoint(with: (0..<100).map { _ in other.next() }))
    #expect(Set(numbers).count == 100)
  }
}
