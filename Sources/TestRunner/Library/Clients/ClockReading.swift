/// The guest's clocks and the host's at about one moment: a question and its answer.
struct ClockReading: Equatable {
  /// The host's monotonic clock when the question left, in nanoseconds.
  var sent: Int64
  /// The same when the answer had come.
  var received: Int64
  /// The guest's monotonic clock in between, in nanoseconds.
  var guest: Int64
  /// By how many nanoseconds the guest's wall clock is ahead of the host's; nil if it has none.
  var wallLead: Int64?

  /// How long the exchange took: twice the most by which the moment is unknown.
  var width: Int64 { received - sent }

  /// The reading that says most: whatever is slow on the way, the fastest exchange met least of it.
  static func best(of readings: [ClockReading]) -> ClockReading? {
    readings.min { $0.width < $1.width }
  }

  /// By how many nanoseconds one clock is ahead of another.
  ///
  /// A guest may claim any number: what is too far away is as far as can be said.
  static func lead(of clock: Int64, over other: Int64) -> Int64 {
    let (lead, overflows) = clock.subtractingReportingOverflow(other)
    if overflows { return clock < other ? .min : .max }
    return lead
  }

  /// The clocks in an answer: monotonic and wall, in nanoseconds; nil if it is none.
  static func parse(_ answer: [UInt8]) -> (monotonic: Int64, wall: Int64?)? {
    guard answer.count == 8 || answer.count == 16 else { return nil }
    func number(_ bytes: ArraySlice<UInt8>) -> Int64 {
      Int64(bitPattern: bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }
    return (number(answer[..<8]), answer.count == 16 ? number(answer[8...]) : nil)
  }
}

/// How much faster the guest's clock goes than the host's.
struct ClockDrift: Equatable {
  /// Millionths; negative if the guest's is slower.
  var partsPerMillion: Double
  /// By how much that may be off because of the time that the exchanges took.
  var uncertainty: Double

  /// Compares two readings; nil if no time lies between them.
  init?(from first: ClockReading, to second: ClockReading) {
    let middle = Double(second.sent - first.sent + second.received - first.received) / 2
    guard middle > 0 else { return nil }
    let passed = ClockReading.lead(of: second.guest, over: first.guest)
    partsPerMillion = (Double(passed) / middle - 1) * 1e6
    uncertainty = Double(first.width + second.width) / 2 / middle * 1e6
  }

  var text: String {
    let sign = partsPerMillion < 0 ? "" : "+"
    let drift = DurationText.fixed(partsPerMillion, digits: 2)
    return "\(sign)\(drift) ppm ± \(DurationText.fixed(uncertainty, digits: 2))"
  }
}
