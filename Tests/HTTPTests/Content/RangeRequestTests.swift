internal import Testing

@testable internal import HTTP

@Suite struct RangeRequestTests {
  @Test(
    arguments: [
      ("bytes=0-99", .parts([0..<100])), ("bytes=900-", .parts([900..<1000])),
      ("bytes=-100", .parts([900..<1000])), ("bytes=-5000", .parts([0..<1000])),
      ("bytes=990-2000", .parts([990..<1000])), ("bytes=1000-", .unsatisfiable),
      ("bytes=-0", .unsatisfiable), ("bytes=0-0,-1", .parts([0..<1, 999..<1000])),
      ("bytes=0-1, 2000-3000", .parts([0..<2])), ("BYTES=1-1", .parts([1..<2])),
      ("bytes=5-4", .whole), ("bytes=", .whole), ("bytes=a-b", .whole), ("bytes=1", .whole),
      ("lines=1-2", .whole), ("bytes 1-2", .whole), ("bytes=--1", .whole), ("bytes=1-2-3", .whole),
      ("bytes=0-,0-", .whole), ("bytes=0-99999999999999999999", .whole),
    ] as [(String, RangeRequest)]) func `reads ranges`(text: String, expected: RangeRequest)
  {
    let bytes = Array(text.utf8)
    #expect(RangeRequest(bytes.raw, 0..<bytes.count, size: 1000) == expected)
  }

  @Test func `takes too many as a wish for everything`() {
    let sixteen = "bytes=" + (0..<16).map { "\($0)-\($0)" }.joined(separator: ",")
    let bytes = Array(sixteen.utf8)
    #expect(
      RangeRequest(bytes.raw, 0..<bytes.count, size: 100) == .parts((0..<16).map { $0..<$0 + 1 }))
    let more = bytes + Array(",20-21".utf8)
    #expect(RangeRequest(more.raw, 0..<more.count, size: 100) == .whole)
  }
}
