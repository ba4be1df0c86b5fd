/// A point in time of the monotonic clock, which starts with the guest and never goes back.
public struct MonotonicInstant: Hashable, Comparable, Sendable {
  /// Nanoseconds since the start of the guest; 2^64 of them last 584 years.
  public let nanoseconds: UInt64

  /// Makes an instant from the nanoseconds since the start.
  public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

  /// The instant so much later, or earlier if the duration is negative.
  ///
  /// What is shorter than a nanosecond counts as one, so that nobody who waits wakes too early. The
  /// first and the last instant there are stand for what lies beyond them.
  public func advanced(by duration: Duration) -> Self {
    let distance = duration.nanosecondsRoundedUp
    if distance < 0 {
      let (result, overflow) = nanoseconds.subtractingReportingOverflow(distance.magnitude)
      return Self(nanoseconds: overflow ? 0 : result)
    }
    let (result, overflow) = nanoseconds.addingReportingOverflow(distance.magnitude)
    return Self(nanoseconds: overflow ? .max : result)
  }

  /// How long it is from this instant to another; negative if that was before.
  public func duration(to other: Self) -> Duration {
    .nanoseconds(Int64(clamping: Int128(other.nanoseconds) - Int128(nanoseconds)))
  }

  public static func + (instant: Self, duration: Duration) -> Self {
    instant.advanced(by: duration)
  }

  public static func - (instant: Self, duration: Duration) -> Self {
    instant.advanced(by: .zero - duration)
  }

  public static func - (later: Self, earlier: Self) -> Duration { earlier.duration(to: later) }

  public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }
}

extension Duration {
  /// Nanoseconds, of which a part counts as a whole; the ends of the range for what is beyond it.
  public var nanosecondsRoundedUp: Int64 {
    // Not by `components`, which costs five times the code.
    let whole = attoseconds / 1_000_000_000
    return Int64(clamping: whole * 1_000_000_000 < attoseconds ? whole + 1 : whole)
  }
}
