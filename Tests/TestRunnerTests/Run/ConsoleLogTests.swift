internal import Testing

@testable internal import TestRunner

@Suite struct ConsoleLogTests {
  @Test func `makes lines of bytes, however they are cut`() {
    var log = ConsoleLog()
    #expect(log.isEmpty)
    #expect(log.take(Array("one\r\ntw".utf8)) == ["one"])
    #expect(log.unfinishedLine == "tw")
    #expect(log.take(Array("o\n\nthree".utf8)) == ["two", ""])
    #expect(log.lines == ["one", "two", ""])
    #expect(log.unfinishedLine == "three")
  }

  @Test func `a carriage return before a line is no part of it`() {
    var log = ConsoleLog()
    #expect(log.take(Array("one\n\rtwo\r\n\r\n".utf8)) == ["one", "two", ""])
  }

  @Test func `survives bytes that are no text`() {
    var log = ConsoleLog()
    #expect(log.take([0xff, 0xc3, 0x28, 0x00, 0x0a]) == ["\u{fffd}\u{fffd}(\0"])
  }

  @Test func `cuts a line without end and forgets a stream without end`() {
    var log = ConsoleLog()
    let endless = [UInt8](repeating: 0x61, count: ConsoleLog.maximumLineByteCount * 2 + 1)
    #expect(log.take(endless).count == 2)
    #expect(log.unfinishedLine == "a")
    #expect(!log.isCut)
    let newlines = [UInt8](repeating: 0x0a, count: ConsoleLog.maximumLineCount + 5)
    #expect(log.take(newlines).count == newlines.count)
    #expect(log.lines.count == ConsoleLog.maximumLineCount)
    _ = log.take(Array("the end\n".utf8))
    #expect(log.lastLine == "the end" && log.lines.last == "")
    #expect(log.isCut, "nobody may say that something was never printed")
  }
}
