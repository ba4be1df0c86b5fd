/// Why something could not be profiled, in words that say what helps.
public struct ProfilerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, as a lower-case fragment that fits after "error: ".
  public let reason: String
  /// What to do about it, as a sentence of its own; empty if nobody knows.
  public let advice: String

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - reason: What is wrong, as a lower-case fragment.
  ///   - advice: What to do about it.
  public init(_ reason: String, advice: String = "") {
    self.reason = reason
    self.advice = advice
  }

  /// The reason and, on a line of its own, the advice.
  public var description: String { advice.isEmpty ? reason : "\(reason)\n  \(advice)" }
}
