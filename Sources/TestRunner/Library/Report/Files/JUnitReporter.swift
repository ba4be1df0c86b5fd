/// Writes the results as one JUnit document, for servers that read these.
///
/// A test is a suite and its steps are the cases; what fails outside a step is a case of its own.
public final class JUnitReporter: Reporter {
  private let write: (String) -> Void

  /// Makes a reporter.
  ///
  /// - Parameter write: Takes the whole document at the end of the run.
  public init(write: @escaping (String) -> Void) {
    self.write = write
  }

  public func receive(_ timed: TimedEvent) {
    if case .ended(let results) = timed.event { write(Self.document(results)) }
  }

  static func document(_ results: [CaseResult]) -> String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    let failed = results.count { !isGood($0) }
    text += "<testsuites tests=\"\(results.count)\" failures=\"\(failed)\">\n"
    for result in results { text += suite(result) }
    return text + "</testsuites>\n"
  }

  private static func isGood(_ result: CaseResult) -> Bool {
    result.verdict.kind.isAccepted
  }

  private static func suite(_ result: CaseResult) -> String {
    let isPassed = isGood(result)
    let name = Markup.escaped(result.name)
    let isKnown = result.verdict.kind == .quarantined
    var cases = result.steps.map { testCase($0, of: name, isKnown: isKnown) }
    // The verdict stands for itself, because it may differ from what the steps say.
    cases.append(verdict(result, of: name))
    let failedSteps = isKnown ? 0 : result.steps.count { $0.ending.failure != nil }
    let failureCount = failedSteps + (isPassed ? 0 : 1)
    return """
        <testsuite name="\(name)" tests="\(cases.count)" failures="\(failureCount)" \
      time="\(seconds(result.duration))">
      \(cases.joined())  </testsuite>

      """
  }

  /// A case of one step; what is known to fail is none of the failures.
  private static func testCase(
    _ step: CaseResult.StepResult, of suite: String, isKnown: Bool
  ) -> String {
    let head =
      "    <testcase classname=\"\(suite)\" name=\"\(Markup.escaped(step.title))\""
      + " time=\"\(seconds(step.duration))\""
    let (name, reason): (String, String)
    switch step.ending {
    case .passed: return head + "/>\n"
    case .failed(let text): (name, reason) = (isKnown ? "skipped" : "failure", text)
    // The verdict's own case passes; to have been cut short is no fault.
    case .cutShort(let text): (name, reason) = ("skipped", text)
    }
    return head + ">\n      <\(name) message=\"\(Markup.escaped(reason))\"/>\n    </testcase>\n"
  }

  private static func verdict(_ result: CaseResult, of suite: String) -> String {
    let head =
      "    <testcase classname=\"\(suite)\" name=\"verdict\""
      + " time=\"\(seconds(result.duration))\""
    guard result.verdict.kind != .passed else { return head + "/>\n" }
    if isGood(result) {
      let reason = Markup.escaped(result.verdict.reason)
      return head + ">\n      <skipped message=\"\(reason)\"/>\n    </testcase>\n"
    }
    let details = (result.verdict.details + [result.repeatCommand]).joined(separator: "\n")
    let message = Markup.escaped(result.verdict.reason)
    let kind = result.verdict.kind.rawValue
    return head + ">\n      <failure type=\"\(kind)\" message=\"\(message)\">"
      + Markup.escaped(details) + "</failure>\n    </testcase>\n"
  }

  private static func seconds(_ duration: Duration) -> String {
    DurationText.fixed(DurationText.milliseconds(duration) / 1000, digits: 3)
  }
}
