internal import TestSupport
internal import Testing

@testable internal import HTTP

@Suite struct RawSpanScanTests {
  @Test func `finds what a search byte by byte finds`() {
    var random = SeededGenerator(seed: 10)
    for _ in 0..<20_000 {
      // Few different bytes, so that the rare ones are often next to each other.
      let set: [UInt8] = [0x0a, 0x0b, 0x09, 0x20, 0x1f, 0x7f, 0x80, 0x8a, 0xff, 0x41, 0x41, 0x41]
      let bytes = (0..<random.below(40)).map { _ in set[random.below(set.count)] }
      let start = random.below(bytes.count + 1)
      #expect(bytes.raw.firstLineFeed(from: start) == bytes[start...].firstIndex(of: 0x0a))
      let isContent = bytes[start...].allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 9 }
      #expect(bytes.raw.isFieldContent(start..<bytes.count) == isContent)
    }
  }

  @Test func `reads decimal numbers of up to 18 digits`() {
    func decimal(_ text: String) -> Int? {
      let bytes = Array(text.utf8)
      return bytes.raw.decimal(0..<bytes.count)
    }
    #expect(decimal("0") == 0 && decimal("007") == 7)
    #expect(decimal("999999999999999999") == 999_999_999_999_999_999)
    for text in ["", "1000000000000000000", "-1", "+1", "1 ", "1a", "/", ":"] {
      #expect(decimal(text) == nil, "\(text)")
    }
  }
}
