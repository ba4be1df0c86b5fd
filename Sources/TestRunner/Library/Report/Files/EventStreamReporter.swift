/// Writes what happens as Swift Testing does, so that editors and servers that know it can read it.
///
/// Source: Swift Testing, ABI/JSON.md, version 6.3.0.
public final class EventStreamReporter: Reporter {
  private let packageRoot: String
  private let start: Double
  private let write: (String) -> Void
  private var isKnown: Set<String> = []
  /// Whether nothing is wrong with the run as a whole.
  private var isWhole = true

  /// Makes a reporter.
  ///
  /// - Parameters:
  ///   - packageRoot: Absolute path of the package, for the places of tests.
  ///   - start: When the run began, in seconds since 1970.
  ///   - write: Takes lines with their ends.
  public init(packageRoot: String, start: Double, write: @escaping (String) -> Void) {
    self.packageRoot = packageRoot
    self.start = start
    self.write = write
  }

  public func receive(_ timed: TimedEvent) {
    switch timed.event {
    case .planned(let count):
      event("runStarted", timed.time, "Test run started with \(count) tests.", "default")
    case .caseEnded(let result): end(result, timed.time)
    case .incomplete(let problems):
      isWhole = false
      for problem in problems { issue(problem, timed.time) }
    case .ended(let results):
      let failed = results.count { !$0.isAccepted }
      let text = failed == 0 && isWhole ? "passed" : "failed"
      event(
        "runEnded", timed.time,
        "Test run with \(results.count) tests \(text), \(failed) of them failed.",
        text == "passed" ? "pass" : "fail")
    default: break
    }
  }

  /// Tells of a test as a whole: those that run at the same time then never stand mixed.
  private func end(_ result: CaseResult, _ time: Duration) {
    let begin = max(time - result.duration, .zero)
    let identity = "IntegrationTests.\(result.name)/\(result.manifestPath)"
    if isKnown.insert(identity).inserted { record("test", function(result, identity)) }
    if result.verdict.kind == .leftOut {
      // As for a test that is disabled: it neither starts nor ends.
      let text = "Test \(result.name) skipped: \"\(result.verdict.reason)\""
      return event("testSkipped", time, text, "skip", identity)
    }
    event("testStarted", begin, "Test \(result.name) started.", "default", identity)
    event("testCaseStarted", begin, "", "", identity)
    for step in result.steps where step.ending.failure != nil {
      issue(step.ending.failure ?? "", result, at: step, time, identity)
    }
    let kind = result.verdict.kind
    if kind != .passed, !result.steps.contains(where: { $0.ending.failure != nil }) {
      issue(result.verdict.reason, result, at: nil, time, identity)
    }
    event("testCaseEnded", time, "", "", identity)
    let seconds = DurationText.short(result.duration)
    let word = kind == .passed ? "passed" : kind.rawValue
    let symbols: [VerdictKind: String] = [
      .passed: "pass", .quarantined: "passWithKnownIssue",
    ]
    let symbol = result.isTolerated == true ? "passWithKnownIssue" : symbols[kind] ?? "fail"
    event(
      "testEnded", time, "Test \(result.name) ended after \(seconds): \(word).", symbol, identity)
  }

  private func function(_ result: CaseResult, _ identity: String) -> JSONText {
    var test = JSONText()
    test.add("kind", "function")
    test.add("name", result.name)
    test.add("sourceLocation", place(result, nil))
    test.add("id", identity)
    test.add("isParameterized", false)
    if !result.tags.isEmpty { test.add("tags", result.tags) }
    return test
  }

  private func issue(
    _ reason: String, _ result: CaseResult, at step: CaseResult.StepResult?, _ time: Duration,
    _ identity: String
  ) {
    var issue = JSONText()
    let isKnown = result.isAccepted
    issue.add("isKnown", isKnown)
    issue.add("severity", "error")
    issue.add("isFailure", !isKnown)
    issue.add("sourceLocation", place(result, step))
    let lines = [reason] + result.verdict.details
    let messages = lines.enumerated().map { index, line in
      Self.message(line, index > 0 ? "details" : isKnown ? "passWithKnownIssue" : "fail")
    }
    emit("issueRecorded", time, messages, identity, ("issue", issue))
  }

  /// Tells of something that is about no test.
  private func issue(_ problem: String, _ time: Duration) {
    var issue = JSONText()
    issue.add("isKnown", false)
    issue.add("severity", "error")
    issue.add("isFailure", true)
    emit("issueRecorded", time, [Self.message(problem, "fail")], nil, ("issue", issue))
  }

  private func event(
    _ kind: String, _ time: Duration, _ text: String, _ symbol: String, _ identity: String? = nil
  ) {
    emit(kind, time, text.isEmpty ? [] : [Self.message(text, symbol)], identity)
  }

  private func emit(
    _ kind: String, _ time: Duration, _ messages: [JSONText], _ identity: String?,
    _ extra: (key: String, value: JSONText)? = nil
  ) {
    var payload = JSONText()
    payload.add("kind", kind)
    var instant = JSONText()
    let seconds = DurationText.milliseconds(time) / 1000
    instant.addNumber("absolute", seconds)
    instant.addNumber("since1970", start + seconds)
    payload.add("instant", instant)
    if let extra { payload.add(extra.key, extra.value) }
    payload.add("messages", messages)
    if let identity { payload.add("testID", identity) }
    record("event", payload)
  }

  private func record(_ kind: String, _ payload: JSONText) {
    var line = JSONText()
    line.add("version", "6.3.0")
    line.add("kind", kind)
    line.add("payload", payload)
    write(line.closed + "\n")
  }

  private static func message(_ text: String, _ symbol: String) -> JSONText {
    var message = JSONText()
    message.add("symbol", symbol)
    message.add("text", text)
    return message
  }

  private func place(_ result: CaseResult, _ step: CaseResult.StepResult?) -> JSONText {
    var place = JSONText()
    let path = step.map(result.path) ?? result.manifestPath
    place.add("fileID", path)
    place.add("filePath", path.hasPrefix("/") ? path : "\(packageRoot)/\(path)")
    place.add("line", max(step?.line ?? 1, 1))
    place.add("column", 1)
    return place
  }
}
