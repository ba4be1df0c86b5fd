internal import TestRunner
internal import TestSupport
internal import Testing

@Suite struct ConsoleReporterTests {
  private func report(_ style: ConsoleStyle, isVerbose: Bool) -> String {
    SampleRun.report {
      ConsoleReporter(style: style, isVerbose: isVerbose, showsTimings: isVerbose, write: $0)
    }
  }

  @Test func `tells the essence in plain text`() throws {
    let style = ConsoleStyle(isColored: false, isInteractive: false)
    let text = report(style, isVerbose: false)
    #expect(try text == Fixtures().expected("reports/plain.txt", for: text))
  }

  @Test func `tells everything when asked`() throws {
    let style = ConsoleStyle(isColored: false, isInteractive: false)
    let text = report(style, isVerbose: true)
    #expect(try text == Fixtures().expected("reports/verbose.txt", for: text))
  }

  @Test func `colours a terminal and rewrites its last line`() throws {
    let style = ConsoleStyle(isColored: true, isInteractive: true)
    let text = report(style, isVerbose: false)
    #expect(try text == Fixtures().expected("reports/terminal.txt", for: text))
    #expect(text.contains("\r\u{1b}[K"))
  }

  @Test func `plain text holds no escape sequence`() {
    let style = ConsoleStyle(isColored: false, isInteractive: false)
    #expect(!report(style, isVerbose: true).contains("\u{1b}"))
  }
}
