/// Times that lie a period apart, counted from the first: being late now does not make later ones
/// late.
public struct TickSchedule: Sendable {
  private var next: UInt64
  private let period: UInt64

  /// Starts a schedule.
  ///
  /// - Parameters:
  ///   - first: The first time, in nanoseconds.
  ///   - period: Nanoseconds between two, at least 1.
  public init(first: UInt64, period: UInt64) {
    precondition(period > 0, "a period must be longer than nothing")
    next = first
    self.period = period
  }

  /// Takes the next time.
  ///
  /// Of several that have passed already only the latest is given: what was missed is left out.
  ///
  /// - Parameter now: The present, in nanoseconds.
  /// - Returns: The time, which may be past; nil after the last that can be counted.
  public mutating func take(now: UInt64) -> UInt64? {
    guard next < .max else { return nil }
    let time = now > next ? next + (now - next) / period * period : next
    let (following, overflow) = time.addingReportingOverflow(period)
    next = overflow ? .max : following
    return time
  }
}
