@testable internal import DNS
internal import Testing

@Suite struct QueryRecordTests {
  private let head = [UInt8](repeating: 0, count: 12) + [1, 0x61, 0]
  private let tail: [UInt8] = [0, 16, 0, 1, 0, 0, 0, 0, 0, 2, 7, 8]

  @Test func `finds the parts`() throws {
    let bytes = head + [1, 0x62, 0xc0, 12] + tail
    let found = QueryRecord(bytes.rawSpan, at: 15)
    let record = try #require(found)
    #expect(record.type == .txt)
    #expect(record.nameEnd == 19)
    #expect(record.data == 29)
    #expect(record.end == bytes.count)
  }

  @Test(arguments: 0..<15) func `refuses a cut record`(byteCount: Int) {
    let bytes = head + ([1, 0x62, 0] + tail).prefix(byteCount)
    #expect(QueryRecord(bytes.rawSpan, at: 15) == nil)
  }

  @Test(
    arguments: [
      [0xc0, 15], [0xc0, 16], [0xc0, 11], [0xff, 0xff], [1, 0x61, 0xc0, 15], [0x40], [0x80],
    ] as [[UInt8]]) func `refuses pointers that do not lead back`(name: [UInt8])
  {
    #expect(QueryRecord((head + name + tail).rawSpan, at: 15) == nil)
  }

  @Test func `refuses a name that is too long`() {
    let long = Query.wire(String(repeating: "x.", count: 128))
    #expect(QueryRecord((head + long + tail).rawSpan, at: 15) == nil)
    let longest = Query.wire(String(repeating: "x.", count: 127))
    #expect(QueryRecord((head + longest + tail).rawSpan, at: 15) != nil)
  }
}
