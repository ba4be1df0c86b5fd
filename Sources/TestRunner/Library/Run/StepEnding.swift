/// How a step ended, for those who report it.
public enum StepEnding: Codable, Equatable, Sendable {
  /// Its expectation holds; with a short figure for people, or nothing.
  case passed(detail: String)
  /// Its expectation does not hold, or the run ended under it.
  case failed(reason: String)
  /// It came to no end of its own: what the test expects of the run happened, or it makes no sense
  /// here.
  case cutShort(reason: String)

  /// Why the step did not pass, if that is a fault.
  public var failure: String? {
    if case .failed(let reason) = self { reason } else { nil }
  }

  /// Judges what came of a step.
  ///
  /// - Parameters:
  ///   - outcome: What came of it.
  ///   - verdict: The verdict on the run, if there is one by now.
  ///   - expected: The verdict that the test expects. Its kind decides, because the rest is known
  ///     only after the diagnosis.
  init(_ outcome: StepOutcome, _ verdict: Verdict?, expected: ExpectedVerdict) {
    let isExpected = expected.kind != .passed && verdict?.kind == expected.kind
    let reason: String
    switch outcome {
    case .passed(let detail):
      self = .passed(detail: detail)
      return
    case .leftOut(let text):
      self = .cutShort(reason: "left out: \(text)")
      return
    case .failed(let text): reason = text
    case .interrupted:
      // A service that ends in the step that waits for it has passed that step.
      guard let verdict, verdict.kind != .passed else {
        self = .passed(detail: "")
        return
      }
      reason = verdict.reason
    }
    self = isExpected ? .cutShort(reason: reason) : .failed(reason: reason)
  }
}
