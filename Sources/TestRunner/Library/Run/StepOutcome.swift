/// What came of a step.
enum StepOutcome: Equatable {
  /// Its expectation holds; with a figure for people, or nothing.
  case passed(String)
  /// Its expectation does not hold.
  case failed(String)
  /// It makes no sense here.
  case leftOut(String)
  /// The session has a verdict already; the step did not come to its end.
  case interrupted
}
