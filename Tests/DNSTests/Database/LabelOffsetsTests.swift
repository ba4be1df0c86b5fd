@testable internal import DNS
internal import Testing

@Suite struct LabelOffsetsTests {
  private let head = [UInt8](repeating: 0, count: 12)

  @Test func `finds the labels`() throws {
    let bytes = head + Query.wire("www.test.example") + [9]
    let found = LabelOffsets(of: bytes.rawSpan, at: 12)
    let labels = try #require(found)
    #expect(labels.count == 3)
    #expect((0..<3).map { labels.offset($0, in: bytes.rawSpan) } == [12, 16, 21])
    #expect(labels.end == bytes.count - 1)
  }

  @Test func `takes the root and the longest name`() throws {
    let root = head + [0]
    #expect(LabelOffsets(of: root.rawSpan, at: 12)?.count == 0)
    let long = head + Query.wire(String(repeating: "x.", count: 127))
    #expect(LabelOffsets(of: long.rawSpan, at: 12)?.count == 127)
    let longer = head + [2, 0x78] + Query.wire(String(repeating: "x.", count: 127))
    #expect(LabelOffsets(of: longer.rawSpan, at: 12) == nil)
  }

  @Test(arguments: 0..<18) func `refuses a cut name`(byteCount: Int) {
    let bytes = head + Query.wire("www.test.example").prefix(byteCount)
    #expect(LabelOffsets(of: bytes.rawSpan, at: 12) == nil)
  }

  @Test(arguments: [64, 0x80, 0xc0, 0xff] as [UInt8])
  func `refuses pointers and unknown kinds of label`(first: UInt8) {
    let bytes = head + [first] + [UInt8](repeating: 0, count: 300)
    #expect(LabelOffsets(of: bytes.rawSpan, at: 12) == nil)
  }

  @Test func `finds each label of a name with many`() throws {
    let bytes = head + Query.wire(String(repeating: "x.", count: 127))
    let found = LabelOffsets(of: bytes.rawSpan, at: 12)
    let labels = try #require(found)
    for index in 0..<127 { #expect(labels.offset(index, in: bytes.rawSpan) == 12 + 2 * index) }
  }
}
