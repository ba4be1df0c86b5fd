internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct TAPReporterTests {
  private let text = SampleRun.report { TAPReporter(write: $0) }

  @Test func `writes the stored lines`() throws {
    #expect(try text == Fixtures().expected("reports/results.tap", for: text))
  }

  @Test func `what is known to fail is to be done`() {
    let result = CaseResult(
      name: "a # b", verdict: Verdict(.quarantined, "known"), duration: .zero, repeatCommand: "")
    let lines = TAPReporter.lines(result, number: 3).split(separator: "\n")
    #expect(lines.first == "not ok 3 - a \\# b # TODO known")
  }

  @Test func `a stopped run bails out`() {
    var text = ""
    let reporter = TAPReporter { text += $0 }
    let result = CaseResult(
      name: "a", verdict: Verdict(.interrupted, "x"), duration: .zero, repeatCommand: "")
    reporter.receive(TimedEvent(.ended([result]), at: .zero))
    #expect(text == "1..1\nBail out! stopped by the user\n")
  }

  @Test func `no text ends its line or begins a directive`() {
    #expect(TAPReporter.escaped("a\nb # SKIP \\ \u{1b}") == "a b \\# SKIP \\\\ \\\\x1b")
  }
}
