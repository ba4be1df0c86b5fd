internal import TestSupport
internal import Testing

@testable internal import Telemetry

@Suite struct LogHistoryVisitTests {
  /// Reads on where the last visit ended.
  private func visit(
    _ memory: LogMemory, from position: inout UInt64, reach: Int = 900, burst: Int = 100
  ) throws -> (texts: [String], isCut: Bool) {
    let bytes = memory.bytes
    let history = try LogHistory(bytes.span.bytes)
    var texts: [String] = []
    let visit = history.visit(from: position, reach: reach, burst: burst) { entry in
      let text = InlineText<512>(entry.text)
      texts.append(String(decoding: text.copy(as: [UInt8].self), as: UTF8.self))
    }
    position = visit.position
    return (texts, visit.isCut)
  }

  @Test func `takes each line once, in bursts`() throws {
    let memory = LogMemory()
    var position: UInt64 = 0
    var found: [String] = []
    for number in 0..<200 {
      memory.log("line \(number)")
      if number % 10 == 9 {
        for _ in 0..<4 { found += try visit(memory, from: &position).texts }
      }
    }
    #expect(found == (0..<200).map { "line \($0)" })
    #expect(try visit(memory, from: &position).texts == [])
  }

  @Test func `takes no line twice after some were left out`() throws {
    let memory = LogMemory()
    var position: UInt64 = 0
    memory.log("first")
    #expect(try visit(memory, from: &position).texts == ["first"])
    for number in 0..<100 { memory.log("line \(number)") }
    var (found, isCut) = try visit(memory, from: &position)
    #expect(isCut)
    while true {
      let (texts, isCut) = try visit(memory, from: &position)
      if texts.isEmpty { break }
      #expect(!isCut)
      found += texts
    }
    #expect(found == (100 - found.count..<100).map { "line \($0)" } && found.count > 20)
    memory.log("last")
    #expect(try visit(memory, from: &position).texts == ["last"])
  }
}
