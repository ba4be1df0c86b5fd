internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import Machine

@Suite struct LogBoundTests {
  @Test func `what fits is kept without a word`() {
    var bound = LogBound()
    #expect(bound.take(5) == 5)
    #expect(bound.take(LogBound.byteCount - 5) == LogBound.byteCount - 5)
    #expect(bound.notice == nil)
  }

  @Test func `the rest is counted`() {
    var bound = LogBound()
    bound.take(LogBound.byteCount - 1)
    #expect(bound.take(3) == 1)
    #expect(bound.take(40) == 0)
    #expect(bound.notice == "\n[42 more bytes were printed and are not kept]\n")
  }

  @Test func `the file ends with the last notice`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/log"
    try folder.write(String(repeating: "x", count: LogBound.byteCount), to: "log")
    var bound = LogBound()
    bound.take(LogBound.byteCount + 9)
    bound.writeNotice(to: path)
    bound.take(1)
    bound.writeNotice(to: path)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.dropFirst(LogBound.byteCount) == bound.notice ?? "")
    #expect(text.hasSuffix("[10 more bytes were printed and are not kept]\n"))
  }
}
