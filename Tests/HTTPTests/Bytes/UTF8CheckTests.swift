internal import TestSupport
internal import Testing

@testable internal import HTTP

@Suite struct UTF8CheckTests {
  @Test func `agrees with the standard library`() {
    var random = SeededGenerator(seed: 3629)
    let edges: [UInt8] = [
      0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed,
      0xee,
      0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
    ]
    for _ in 0..<100_000 {
      let bytes = (0..<random.below(6)).map { _ in edges[random.below(edges.count)] }
      #expect(UTF8Check.isValid(bytes.raw) == (String(validating: bytes, as: UTF8.self) != nil))
    }
  }
}
