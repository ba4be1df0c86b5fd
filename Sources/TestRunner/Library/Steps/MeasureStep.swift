/// Counts the instructions that the guest executes, and compares them with the baseline.
///
/// Time decides nothing here: a busy host changes seconds, but no counts.
public struct MeasureStep: Equatable, Sendable {
  /// What is counted.
  public enum Span: Equatable, Sendable {
    /// From the kernel's first instruction until the service is ready.
    case start
    /// What the guest does for these steps, once.
    case steps([Step])
  }

  /// What the baseline calls the count.
  public var name: String
  public var span: Span
  /// How often the steps are taken and counted; the median counts.
  public var roundCount = 9
  /// How often they are taken before, uncounted.
  public var warmUpCount = 1
  /// How many units of work one round is; the count is of one unit.
  public var unitCount = 1
  /// By how many percent the count may differ from the baseline, up or down.
  public var tolerancePercent = 1.0

  public init(name: String, span: Span) {
    self.name = name
    self.span = span
  }

  /// The steps that are counted; empty if it is the start.
  var steps: [Step] {
    if case .steps(let steps) = span { steps } else { [] }
  }

  var title: String { "measure \(name)" }
}
