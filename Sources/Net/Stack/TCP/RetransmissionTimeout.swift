/// How long to wait for an acknowledgement, learned from those that came.
///
/// Times are in nanoseconds.
///
/// Source: RFC 6298, section 2.
struct RetransmissionTimeout {
  /// The smoothed round-trip time; nil before the first measurement.
  private(set) var smoothed: UInt64?
  /// How much the round-trip time varies.
  private(set) var variation: UInt64 = 0
  /// The time to wait now, backing off included.
  private(set) var value: UInt64 = initialValue
  /// How often the time was doubled since the last measurement.
  private(set) var backoffCount = 0

  /// The time to wait before anything is measured: rule 2.1.
  static let initialValue: UInt64 = 1_000_000_000
  /// The least time to wait: less than the second of rule 2.4, as tail loss probes rely on it and
  /// as all widespread systems do; more than the 40 ms by which peers delay acknowledgements.
  static let minimum: UInt64 = 200_000_000
  /// The longest time to wait: rule 2.5.
  static let maximum: UInt64 = 60_000_000_000
  /// Resolution of the clock.
  private static let granularity: UInt64 = 1_000_000

  /// Takes the measured round-trip time of a segment that was sent once: rules 2.2 and 2.3.
  mutating func measure(_ sample: UInt64) {
    if let smoothed {
      let difference = smoothed > sample ? smoothed - sample : sample - smoothed
      variation = (3 * variation + difference) / 4
      self.smoothed = (7 * smoothed + sample) / 8
    } else {
      smoothed = sample
      variation = sample / 2
    }
    backoffCount = 0
    compute()
  }

  /// Doubles the time: rule 5.5.
  mutating func backOff() {
    backoffCount += 1
    value = min(value * 2, Self.maximum)
  }

  /// Ends backing off: what was sent has been acknowledged.
  mutating func resetBackoff() {
    guard backoffCount > 0 else { return }
    backoffCount = 0
    compute()
  }

  /// Begins with three seconds if the SYN had to be sent again: rule 5.7.
  mutating func handshakeTimedOut() {
    guard smoothed == nil else { return }
    value = 3_000_000_000
    backoffCount = 0
  }

  private mutating func compute() {
    guard let smoothed else {
      value = Self.initialValue
      return
    }
    let sum = smoothed + max(Self.granularity, 4 * variation)
    value = min(max(sum, Self.minimum), Self.maximum)
  }
}
