/// Tells a person of many tests: a line for each that ends, all about those that fail, and on a
/// terminal what goes on just now.
public final class SuiteReporter: Reporter {
  private let style: ConsoleStyle
  private let isVerbose: Bool
  private let width: () -> Int
  private let write: (String) -> Void
  private var status = LiveStatus()
  /// What would be told of each running test if it were the only one.
  private var transcripts: [Int: Transcript] = [:]
  private var endedTests: Set<Int> = []
  /// What is wrong with the run as a whole.
  private var problems: [String] = []
  /// How many lines at the bottom are to be replaced.
  private var liveLineCount = 0
  private var lastDraw = Duration.zero - .seconds(1)

  /// Makes a reporter.
  ///
  /// - Parameters:
  ///   - style: How the output may look.
  ///   - isVerbose: Whether everything is told of tests that pass, too.
  ///   - width: How many characters fit into a line of the terminal.
  ///   - write: Takes the text.
  public init(
    style: ConsoleStyle, isVerbose: Bool, width: @escaping () -> Int = { 80 },
    write: @escaping (String) -> Void
  ) {
    self.style = style
    self.isVerbose = isVerbose
    self.width = width
    self.write = write
  }

  public func receive(_ timed: TimedEvent) {
    var lines: [String] = []
    switch timed.event {
    case .planned(let count): status.caseCount = count
    case .tick(let left): status.timeLeft = left
    case .slow(let name, let duration, let usual):
      if let test = timed.test { status.running[test]?.isSlow = true }
      lines = [style.paint(ConsoleReporter.slow(name, duration, usual), .strong)]
    case .incomplete(let found): problems = found
    case .ended(let results):
      status.running = [:]
      let summary = SuiteSummary(
        results, caseCount: status.caseCount, problems: problems, style: style)
      lines = summary.lines(after: timed.time)
    default: lines = timed.test.map { take(timed, of: $0) } ?? general(timed.event)
    }
    show(lines, at: timed.time, isEvent: !lines.isEmpty)
  }

  /// What is said of something that is about no test.
  private func general(_ event: RunEvent) -> [String] {
    switch event {
    case .note(let text): ["  \(text)"]
    case .buildStarted(let reason): ["  build  \(style.paint(reason, .dim))"]
    case .buildProgress(let text): isVerbose ? ["  \(style.paint("│ \(text)", .dim))"] : []
    case .waiting(let activity, let duration) where duration.components.seconds % 10 == 0:
      ["  … \(activity), \(duration.components.seconds) s"]
    default: []
    }
  }

  private func take(_ timed: TimedEvent, of test: Int) -> [String] {
    // What is said after the end belongs to what was shown of it.
    if case .note(let text) = timed.event, isOver(test) { return ["    \(text)"] }
    let transcript = transcripts[test] ?? Transcript(style: style, isVerbose: isVerbose)
    transcripts[test] = transcript
    transcript.reporter.receive(timed)
    switch timed.event {
    case .caseStarted(let name, _):
      let start = status.running[test]?.start ?? timed.time
      status.running[test] = LiveStatus.Running(name: name, start: start, activity: "")
    case .buildStarted: status.running[test]?.activity = "build"
    case .machineStarted: status.running[test]?.activity = "boot"
    case .stepStarted(_, let title): status.running[test]?.activity = title
    case .attemptEnded(let result, let number, let count):
      return [line(result, mark: "↻", .bad, rest: "attempt \(number) of \(count)")]
    case .caseEnded(let result): return end(result, test, transcript)
    default: break
    }
    return []
  }

  private func isOver(_ test: Int) -> Bool {
    status.running[test] == nil && transcripts[test] == nil && endedTests.contains(test)
  }

  private func end(_ result: CaseResult, _ test: Int, _ transcript: Transcript) -> [String] {
    status.running[test] = nil
    status.endedCount += 1
    transcripts[test] = nil
    endedTests.insert(test)
    let kind = result.verdict.kind
    let isGood = result.isAccepted
    if !isGood { status.failedCount += 1 }
    var lines: [String]
    switch kind {
    case .passed: lines = [line(result, mark: "✓", .good, rest: "")]
    case .quarantined, .leftOut:
      lines = [line(result, mark: "~", .dim, rest: result.verdict.reason)]
    case .flaky:
      let role: ConsoleStyle.Role = isGood ? .dim : .bad
      lines = [line(result, mark: "↻", role, rest: result.verdict.reason)]
    default: lines = [line(result, mark: "✗", .bad, rest: "")]
    }
    if !isGood || isVerbose { lines += transcript.lines.dropFirst() }
    return lines
  }

  private func line(
    _ result: CaseResult, mark: String, _ role: ConsoleStyle.Role, rest: String
  ) -> String {
    let time = DurationText.short(result.duration)
    let gap = String(repeating: " ", count: max(0, 8 - time.count))
    let kind = result.verdict.kind
    let word = kind == .passed ? "" : "  \(style.paint(kind.rawValue, role))"
    let reason = rest.isEmpty ? "" : "  \(ConsoleText.visible(rest))"
    return "\(style.paint(mark, role)) \(style.paint(gap + time, .dim))  \(result.name)\(word)"
      + reason
  }

  /// Writes lines above what is live, and that anew if it is time.
  private func show(_ lines: [String], at time: Duration, isEvent: Bool) {
    guard style.isInteractive else {
      if !lines.isEmpty { write(lines.map { $0 + "\n" }.joined()) }
      return
    }
    guard isEvent || time - lastDraw >= .milliseconds(100) else { return }
    lastDraw = time
    // One write for all, so that nothing is seen half done.
    var text = String(repeating: "\u{1b}[1A\u{1b}[2K", count: liveLineCount)
    text += lines.map { $0 + "\n" }.joined()
    let live = status.lines(at: time, width: width())
    liveLineCount = live.count
    text += live.map { style.paint($0, .dim) + "\n" }.joined()
    if !text.isEmpty { write(text) }
  }
}

/// The lines that would be told of a test if it were the only one.
private final class Transcript {
  let reporter: ConsoleReporter
  private let text: TextBox

  var lines: [String] { text.lines }

  private final class TextBox {
    var lines: [String] = []
  }

  /// How many lines are kept.
  static let maximumLineCount = 5000

  init(style: ConsoleStyle, isVerbose: Bool) {
    let box = TextBox()
    text = box
    let quiet = ConsoleStyle(isColored: style.isColored, isInteractive: false)
    reporter = ConsoleReporter(style: quiet, isVerbose: isVerbose) { written in
      guard box.lines.count < Self.maximumLineCount else { return }
      box.lines += written.split(separator: "\n", omittingEmptySubsequences: false)
        .dropLast().map(String.init)
    }
  }
}
