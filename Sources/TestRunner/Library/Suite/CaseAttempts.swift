/// Runs one test of a suite, again if it fails and may be tried again, and settles what it came to.
struct CaseAttempts {
  let test: TestCase
  let settings: SuiteSettings
  /// Runs the test once, for the so manieth time; what happens goes to the closure.
  let run: (_ attempt: Int, _ post: @escaping (RunEvent) -> Void) -> CaseResult
  /// Takes events for reporters.
  let post: (RunEvent) -> Void
  /// Adds what the guest printed and sent to a result.
  var exhibit: (inout CaseResult) -> Void = { _ in }

  /// Runs the test to its last attempt.
  ///
  /// - Returns: What was reported of it.
  func execute() -> CaseResult {
    var verdicts: [Verdict] = []
    while true {
      var (isLast, settled): (Bool, CaseResult?) = (false, nil)
      let attempt = verdicts.count + 1
      let result = run(attempt) { event in
        guard case .caseEnded(var result) = event else { return post(event) }
        isLast = !mayRepeat(result.verdict, attempt)
        if !isLast {
          return post(.attemptEnded(result, number: attempt, of: settings.retryCount + 1))
        }
        settle(&result, after: verdicts)
        settled = result
        post(.caseEnded(result))
      }
      verdicts.append(result.verdict)
      if isLast || settled != nil { return settled ?? result }
    }
  }

  /// Whether a test with such a verdict is tried again.
  func mayRepeat(_ verdict: Verdict, _ attempt: Int) -> Bool {
    guard attempt <= settings.retryCount else { return false }
    switch verdict.kind {
    case .passed, .interrupted, .badManifest, .missingTool, .buildFailure, .leftOut: return false
    default: return true
    }
  }

  /// How to see once more what came of an attempt that was recorded.
  private func recordingNote(_ result: CaseResult) -> [String] {
    guard let folder = result.runFolder?.split(separator: "/").last,
      result.artefacts.contains(where: { $0.title == CaseResult.Artefact.recordingTitle })
    else { return [] }
    return ["the attempt that passed is recorded: testrunner replay \(folder)"]
  }

  /// Makes the last attempt's result that of the test.
  ///
  /// - Parameters:
  ///   - result: The last attempt's.
  ///   - earlier: The verdicts of those before it.
  func settle(_ result: inout CaseResult, after earlier: [Verdict]) {
    if !earlier.isEmpty { result.attempts = earlier + [result.verdict] }
    if result.verdict.kind == .passed, let first = earlier.first {
      let reason = "passed at attempt \(earlier.count + 1) of \(settings.retryCount + 1), after "
      result.verdict = Verdict(
        .flaky, "\(reason)\(first.kind.rawValue): \(first.reason)",
        details: first.details + recordingNote(result))
    }
    let attempts = (earlier + [result.verdict]).map(\.kind)
    result.verdict = settings.quarantine.judge(result.verdict, after: attempts, of: test.plainName)
    if result.verdict.kind == .flaky, settings.acceptsFlaky { result.isTolerated = true }
    exhibit(&result)
  }
}
