/// A point in time, as the one who drives the stack counts it.
public struct Instant: Comparable, Hashable, Sendable {
  /// Nanoseconds since the start; 2^64 of them last 584 years.
  public let nanoseconds: UInt64

  /// Makes an instant from the nanoseconds since the start.
  public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

  /// The instant so much later, or the last one there is.
  public func advanced(byNanoseconds interval: UInt64) -> Instant {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(interval)
    return Instant(nanoseconds: overflow ? .max : sum)
  }

  /// How many nanoseconds ago another instant was; 0 if it is yet to come.
  public func nanoseconds(since earlier: Instant) -> UInt64 {
    nanoseconds > earlier.nanoseconds ? nanoseconds - earlier.nanoseconds : 0
  }

  public static func < (left: Instant, right: Instant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}
