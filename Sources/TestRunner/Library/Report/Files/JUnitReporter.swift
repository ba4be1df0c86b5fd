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
    let name = escaped(result.name)
    var cases = result.steps.map { testCase($0, of: name) }
    // The verdict stands for itself, because it may differ from what the steps say.
    cases.append(verdict(result, of: name))
    let failureCount = result.steps.count { $0.ending.failure != nil } + (isPassed ? 0 : 1)
    return """
        <testsuite name="\(name)" tests="\(cases.count)" failures="\(failureCount)" \
      time="\(seconds(result.duration))">
      \(cases.joined())  </testsuite>

      """
  }

  private static func testCase(_ step: CaseResult.StepResult, of suite: String) -> String {
    let head =
      "    <testcase classname=\"\(suite)\" name=\"\(escaped(step.title))\""
      + " time=\"\(seconds(step.duration))\""
    let (name, reason): (String, String)
    switch step.ending {
    case .passed: return head + "/>\n"
    case .failed(let text): (name, reason) = ("failure", text)
    // The verdict's own case passes; to have been cut short is no fault.
    case .cutShort(let text): (name, reason) = ("skipped", text)
    }
    return head + ">\n      <\(name) message=\"\(escaped(reason))\"/>\n    </testcase>\n"
  }

  private static func verdict(_ result: CaseResult, of suite: String) -> String {
    let head =
      "    <testcase classname=\"\(suite)\" name=\"verdict\""
      + " time=\"\(seconds(result.duration))\""
    guard result.verdict.kind != .passed else { return head + "/>\n" }
    if isGood(result) {
      let reason = escaped(result.verdict.reason)
      return head + ">\n      <skipped message=\"\(reason)\"/>\n    </testcase>\n"
    }
    let details = (result.verdict.details + [result.repeatCommand]).joined(separator: "\n")
    let message = escaped(result.verdict.reason)
    let kind = result.verdict.kind.rawValue
    return head + ">\n      <failure type=\"\(kind)\" message=\"\(message)\">"
      + escaped(details) + "</failure>\n    </testcase>\n"
  }

  private static func seconds(_ duration: Duration) -> String {
    DurationText.fixed(DurationText.milliseconds(duration) / 1000, digits: 3)
  }

  /// Text for an attribute or an element; what XML cannot hold is shown by its number.
  ///
  /// Source: XML 1.0, section 2.2.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      case "\0"..<" ", "\u{fffe}", "\u{ffff}": result += "\\x" + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
