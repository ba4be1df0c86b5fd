internal import Testing

@testable internal import Telemetry

@Suite struct LogEntryTests {
  private func line(_ text: String, at time: UInt64, _ level: LogLevel = .info) throws -> String {
    let memory = LogMemory()
    memory.log(text, level, module: "dns/Service.swift", at: time)
    let bytes = memory.bytes
    var lines: [String] = []
    try LogHistory(bytes.span.bytes).forEach { entry in
      var line = ByteBuffer()
      entry.writeLine(to: &line)
      lines.append(line.text)
    }
    #expect(lines.count == 1)
    return lines.first ?? ""
  }

  @Test func `is a line for people`() throws {
    #expect(try line("hello", at: 1_234_567_890) == "[   1.234567] info dns: hello")
    #expect(try line("", at: 999, .critical) == "[   0.000000] critical dns: ")
    #expect(try line("x", at: 123_456_000_001_000, .error) == "[123456.000001] error dns: x")
    #expect(try line("zwölf", at: 0) == "[   0.000000] info dns: zwölf")
  }

  @Test func `cannot tear a line or drive a terminal`() throws {
    #expect(try line("a\nb\u{1b}[2J\u{7f}\0", at: 0) == "[   0.000000] info dns: a?b?[2J??")
  }

  @Test func `refuses what is none`() {
    let good: [UInt8] =
      [17, 0, 2, 3] + [UInt8](repeating: 0, count: 8) + Array("net".utf8) + [17, 0]
    #expect((try? LogEntry(good.span.bytes)) != nil)
    for (index, value) in [(0, 13), (0, 18), (1, 3), (2, 7), (3, 4), (15, 0), (16, 1)] {
      var bad = good
      bad[index] = UInt8(value)
      #expect((try? LogEntry(bad.span.bytes)) == nil, "byte \(index)")
    }
    for count in 0..<good.count {
      let cut = Array(good[..<count])
      #expect((try? LogEntry(cut.span.bytes)) == nil)
    }
  }
}
