internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct SuiteReporterTests {
  private let plain = ConsoleStyle(isColored: false, isInteractive: false)

  /// The events of the sample, each test with its number, as a suite posts them.
  static var events: [TimedEvent] {
    var test: Int?
    return SampleRun.events.map { timed in
      var timed = timed
      switch timed.event {
      case .caseStarted: test = test.map { $0 + 1 } ?? 0
      case .planned, .ended: return timed
      default: break
      }
      timed.test = test
      return timed
    }
  }

  private func report(
    _ style: ConsoleStyle, isVerbose: Bool = false, _ events: [TimedEvent] = Self.events
  ) -> String {
    var text = ""
    let reporter = SuiteReporter(style: style, isVerbose: isVerbose) { text += $0 }
    for event in events { reporter.receive(event) }
    return text
  }

  @Test func `a line for each test, all about failures, and these once more at the end`() throws {
    let text = report(plain)
    #expect(try text == Fixtures().expected("reports/suite.txt", for: text))
    #expect(!text.contains("\u{1b}"))
  }

  @Test func `tells everything when asked`() throws {
    let text = report(plain, isVerbose: true)
    #expect(try text == Fixtures().expected("reports/suite-verbose.txt", for: text))
  }

  @Test func `a terminal shows what goes on, in place`() throws {
    let style = ConsoleStyle(isColored: true, isInteractive: true)
    let text = report(style)
    #expect(try text == Fixtures().expected("reports/suite-terminal.txt", for: text))
  }

  @Test func `tests that run at the same time do not mix`() {
    // The same events, test after test and interleaved.
    let own = Self.events.filter { $0.test != nil }
    let rest = Self.events.filter { $0.test == nil }
    let queues = (0..<3).map { number in own.filter { $0.test == number } }
    let longest = queues.map(\.count).max() ?? 0
    let mixed = (0..<longest).flatMap { place in
      queues.compactMap { $0.indices.contains(place) ? $0[place] : nil }
    }
    let text = report(plain, [rest[0]] + mixed + [rest[1]])
    let lines = Set(text.split(separator: "\n"))
    #expect(lines == Set(report(plain).split(separator: "\n")))
    let failure = text.split(separator: "\n").drop { !$0.contains("runner/panic ") }
    #expect(failure.dropFirst(1).first?.contains("ready") == true)
  }

  @Test func `what is on the screen is what was drawn last`() {
    let style = ConsoleStyle(isColored: false, isInteractive: true)
    var screen = Screen()
    let reporter = SuiteReporter(style: style, isVerbose: false) { screen.write($0) }
    for event in Self.events { reporter.receive(event) }
    let text = screen.lines.joined(separator: "\n") + "\n"
    #expect(text == report(plain))
  }

  /// A terminal that knows the two sequences that the reporter needs.
  private struct Screen {
    var lines: [String] = []

    mutating func write(_ text: String) {
      var rest = text[...]
      while rest.hasPrefix("\u{1b}[1A\u{1b}[2K") {
        rest = rest.dropFirst(8)
        lines.removeLast()
      }
      lines += rest.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        .map(String.init)
    }
  }
}
