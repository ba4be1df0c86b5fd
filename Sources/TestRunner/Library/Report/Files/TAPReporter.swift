/// Writes the results in the Test Anything Protocol, steps as subtests.
///
/// Source: TAP 14 specification.
public final class TAPReporter: Reporter {
  private let write: (String) -> Void
  private var endedCount = 0

  /// Makes a reporter.
  ///
  /// - Parameter write: Takes lines with their ends, as tests end.
  public init(write: @escaping (String) -> Void) {
    self.write = write
  }

  public func receive(_ timed: TimedEvent) {
    switch timed.event {
    case .planned: write("TAP version 14\n")
    case .caseEnded(let result):
      endedCount += 1
      write(Self.lines(result, number: endedCount))
    case .incomplete(let problems):
      for problem in problems {
        endedCount += 1
        write("not ok \(endedCount) - the run is not whole: \(Self.escaped(problem))\n")
      }
    // The plan may stand at the end; only there is it known how often all was repeated.
    case .ended(let results):
      write("1..\(max(endedCount, results.count))\n")
      if results.contains(where: { $0.verdict.kind == .interrupted }) {
        write("Bail out! stopped by the user\n")
      }
    default: break
    }
  }

  static func lines(_ result: CaseResult, number: Int) -> String {
    var text = ""
    if !result.steps.isEmpty {
      text += "# Subtest: \(escaped(result.name))\n"
      for (index, step) in result.steps.enumerated() {
        let word = step.ending.failure == nil ? "ok" : "not ok"
        text += "    \(word) \(index + 1) - \(escaped(step.title))\(directive(step))\n"
        text += diagnostics(step)
      }
      text += "    1..\(result.steps.count)\n"
    }
    let kind = result.verdict.kind
    let isGood = result.isAccepted && kind != .quarantined
    text += "\(isGood ? "ok" : "not ok") \(number) - \(escaped(result.name))"
    if kind == .leftOut { text += " # SKIP \(escaped(result.verdict.reason))" }
    if kind == .quarantined { text += " # TODO \(escaped(result.verdict.reason))" }
    text += "\n  ---\n"
    text += "  duration_ms: \(DurationText.fixed(milliseconds(result.duration), digits: 3))\n"
    if kind != .passed && kind != .leftOut {
      text += "  verdict: \(kind.rawValue)\n"
      text += "  message: \(JSONText.quoted(result.verdict.reason))\n"
      text += list("details", result.verdict.details)
      text += "  again: \(JSONText.quoted(result.repeatCommand))\n"
    }
    return text + "  ...\n"
  }

  private static func directive(_ step: CaseResult.StepResult) -> String {
    if case .cutShort(let reason) = step.ending { " # SKIP \(escaped(reason))" } else { "" }
  }

  private static func diagnostics(_ step: CaseResult.StepResult) -> String {
    guard let reason = step.ending.failure else { return "" }
    return "      ---\n      message: \(JSONText.quoted(reason))\n      ...\n"
  }

  /// A list in YAML, whose texts are written as JSON has them.
  private static func list(_ key: String, _ lines: [String]) -> String {
    guard !lines.isEmpty else { return "" }
    return "  \(key):\n" + lines.map { "    - \(JSONText.quoted($0))\n" }.joined()
  }

  private static func milliseconds(_ duration: Duration) -> Double {
    DurationText.milliseconds(duration)
  }

  /// A description without what would end it or begin a directive.
  static func escaped(_ text: String) -> String {
    let oneLine = ConsoleText.visible(text.replacing("\n", with: " "))
    return oneLine.replacing("\\", with: "\\\\").replacing("#", with: "\\#")
  }
}
