/// Writes the results as one JUnit document, for servers that read these.
///
/// A test is a suite and its steps are the cases; what fails outside a step is a case of its own.
/// Attempts before the last are told as Maven's Surefire does.
public final class JUnitReporter: Reporter {
  private let write: (String) -> Void
  /// What is wrong with the run as a whole.
  private var problems: [String] = []

  /// Makes a reporter.
  ///
  /// - Parameter write: Takes the whole document at the end of the run.
  public init(write: @escaping (String) -> Void) {
    self.write = write
  }

  public func receive(_ timed: TimedEvent) {
    switch timed.event {
    case .incomplete(let found): problems = found
    case .ended(let results): write(Self.document(results, problems: problems))
    default: break
    }
  }

  /// Some cases with what they come to, as a suite or as all of them.
  private struct Part {
    var text = ""
    var caseCount = 0
    var failureCount = 0
    var skippedCount = 0

    /// The attributes that say so.
    var counts: String {
      "tests=\"\(caseCount)\" failures=\"\(failureCount)\" skipped=\"\(skippedCount)\""
    }

    mutating func add(_ head: String, _ ending: Ending, _ body: String = "") {
      caseCount += 1
      if ending == .failure { failureCount += 1 }
      if ending == .skipped { skippedCount += 1 }
      text += body.isEmpty ? "\(head)/>\n" : "\(head)>\n\(body)    </testcase>\n"
    }
  }

  private enum Ending: String {
    case passed
    case failure
    case skipped
  }

  static func document(_ results: [CaseResult], problems: [String] = []) -> String {
    var whole = Part()
    for result in results {
      take(suite(result), of: result.name, result.duration, into: &whole)
    }
    if !problems.isEmpty {
      var run = Part()
      for problem in problems {
        let head = head("the run is not whole", of: "run", .zero)
        run.add(head, .failure, element("failure", "incomplete", problem))
      }
      take(run, of: "run", .zero, into: &whole)
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites \(whole.counts)>\n"
      + "\(whole.text)</testsuites>\n"
  }

  private static func take(
    _ suite: Part, of name: String, _ duration: Duration, into whole: inout Part
  ) {
    whole.caseCount += suite.caseCount
    whole.failureCount += suite.failureCount
    whole.skippedCount += suite.skippedCount
    whole.text +=
      "  <testsuite name=\"\(Markup.escaped(name))\" \(suite.counts)"
      + " time=\"\(seconds(duration))\">\n\(suite.text)  </testsuite>\n"
  }

  private static func suite(_ result: CaseResult) -> Part {
    var suite = Part()
    for step in result.steps { add(step, of: result, to: &suite) }
    // The verdict stands for itself, because it may differ from what the steps say.
    addVerdict(result, to: &suite)
    return suite
  }

  /// Adds the case of one step; what fails in a test that fails nobody is none of the failures.
  private static func add(
    _ step: CaseResult.StepResult, of result: CaseResult, to suite: inout Part
  ) {
    let head = head(step.title, of: result.name, step.duration)
    switch step.ending {
    case .passed: suite.add(head, .passed)
    case .failed(let reason):
      let ending: Ending = result.isAccepted ? .skipped : .failure
      suite.add(head, ending, element(ending.rawValue, nil, reason))
    // The verdict's own case passes; to have been cut short is no fault.
    case .cutShort(let reason): suite.add(head, .skipped, element("skipped", nil, reason))
    }
  }

  private static func addVerdict(_ result: CaseResult, to suite: inout Part) {
    let verdict = result.verdict
    let head = head("verdict", of: result.name, result.duration)
    if verdict.kind == .passed { return suite.add(head, .passed) }
    guard result.isAccepted else {
      let details = verdict.details + [result.repeatCommand]
      let failure = element("failure", verdict.kind.rawValue, verdict.reason, details)
      // One that failed at last was tried again in vain.
      let others = verdict.kind == .flaky ? [] : Array(result.attempts.dropLast())
      return suite.add(head, .failure, failure + elements("rerunFailure", others))
    }
    // One that passed at last passes here, too.
    if verdict.kind == .flaky {
      return suite.add(
        head, .passed, elements("flakyFailure", Array(result.attempts.dropLast())))
    }
    suite.add(head, .skipped, element("skipped", nil, verdict.reason))
  }

  private static func elements(_ name: String, _ verdicts: [Verdict]) -> String {
    verdicts.map { element(name, $0.kind.rawValue, $0.reason, $0.details) }.joined()
  }

  private static func element(
    _ name: String, _ type: String?, _ message: String, _ lines: [String] = []
  ) -> String {
    let kind = type.map { " type=\"\($0)\"" } ?? ""
    let head = "      <\(name)\(kind) message=\"\(Markup.escaped(message))\""
    let text = Markup.escaped(lines.joined(separator: "\n"))
    return text.isEmpty ? "\(head)/>\n" : "\(head)>\(text)</\(name)>\n"
  }

  private static func head(_ name: String, of suite: String, _ duration: Duration) -> String {
    "    <testcase classname=\"\(Markup.escaped(suite))\" name=\"\(Markup.escaped(name))\""
      + " time=\"\(seconds(duration))\""
  }

  private static func seconds(_ duration: Duration) -> String {
    DurationText.fixed(DurationText.milliseconds(duration) / 1000, digits: 3)
  }
}
