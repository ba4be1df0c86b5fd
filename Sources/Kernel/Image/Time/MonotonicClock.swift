@_exported public import Time
internal import _Concurrency

/// The clock that starts with the guest and never goes back, for durations and deadlines.
public struct MonotonicClock: Sendable {
  /// A point in time of this clock.
  public typealias Instant = MonotonicInstant

  /// Names the one clock there is.
  public init() {}

  /// The present.
  public var now: Instant { Instant(nanoseconds: currentNanoseconds()) }

  /// What the clock goes by; the best that was found when the guest started.
  public var source: ClockSource {
    // Safe: set once, before the service starts.
    unsafe Timekeeping.source
  }

  /// Whether the processor promises that its counter of ticks always has the same rate.
  ///
  /// Where it does not, the clock is compared with its source once a second, while the guest is
  /// awake, or when it wakes.
  public var hasInvariantTicks: Bool { Timekeeping.isInvariant }
}

extension MonotonicClock.Instant {
  /// The present.
  public static var now: MonotonicInstant { MonotonicClock().now }
}

extension System {
  /// The clock for durations and deadlines.
  public var clock: MonotonicClock { MonotonicClock() }
}
