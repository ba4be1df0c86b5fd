/// How thoroughly a link is asked whether one of its hosts has an address.
///
/// Times are in nanoseconds.
///
/// Source: RFC 5227, section 1.1.
public struct ProbePace: Equatable, Sendable {
  /// How often is asked: at least once.
  public var count: Int
  /// Time before the first question, at most.
  public var firstWait: UInt64
  /// Least time between questions, and half of the most: at least 1.
  public var interval: UInt64
  /// Time after the last question.
  public var lastWait: UInt64

  /// Makes a pace of its parts.
  public init(count: Int, firstWait: UInt64, interval: UInt64, lastWait: UInt64) {
    precondition(count > 0 && interval > 0, "a pace without a question")
    self.count = count
    self.firstWait = firstWait
    self.interval = interval
    self.lastWait = lastWait
  }

  /// As the specification has it: 4 to 7 seconds.
  public static let thorough = ProbePace(
    count: 3, firstWait: 1_000_000_000, interval: 1_000_000_000, lastWait: 2_000_000_000)

  /// For the links of virtual machines, whose neighbours answer within milliseconds: two questions
  /// in 0.4 to 0.6 seconds.
  public static let quick = ProbePace(
    count: 2, firstWait: 10_000_000, interval: 200_000_000, lastWait: 200_000_000)
}
