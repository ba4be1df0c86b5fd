/// Growth of the congestion window by a cubic function of time.
///
/// Windows are counted in segments in here, times in seconds, as the specification does.
///
/// Source: RFC 9438, sections 4.1 to 4.8.
struct CubicGrowth {
  /// Window just before the last loss.
  private var maximum = 0.0
  /// Window before the last loss was answered.
  private var prior = 0.0
  /// When the present phase of congestion avoidance began; nil before its first acknowledgement.
  private var epoch: Instant?
  /// Time from the epoch until the window reaches the maximum again.
  private var k = 0.0
  /// The window that Reno would have.
  private var estimate = 0.0

  private static var c: Double { 0.4 }
  private static var beta: Double { 0.7 }

  /// The window after an acknowledgement.
  ///
  /// - Parameters:
  ///   - window: The window, in bytes.
  ///   - acknowledged: How many bytes were acknowledged.
  ///   - segmentByteCount: Size of a full segment.
  ///   - now: The present.
  ///   - roundTrip: The smoothed round-trip time, in nanoseconds.
  /// - Returns: The new window, in bytes; never less than before.
  mutating func grow(
    window: Int, acknowledged: Int, segmentByteCount: Int, now: Instant, roundTrip: UInt64
  ) -> Int {
    let size = Double(segmentByteCount)
    var segments = Double(window) / size
    let fresh = Double(acknowledged) / size
    let began = startEpoch(segments, now: now)
    let time = Double(now.nanoseconds(since: began)) / 1e9
    let alpha = estimate >= prior ? 1 : 3 * (1 - Self.beta) / (1 + Self.beta)
    estimate += alpha * fresh / segments
    if value(at: time) < estimate {
      segments = max(segments, estimate)
    } else {
      let ahead = value(at: time + Double(roundTrip) / 1e9)
      let target = min(max(ahead, segments), 1.5 * segments)
      segments += (target - segments) / segments * fresh
    }
    return max(window, Int(segments * size))
  }

  /// The threshold after a loss.
  ///
  /// - Parameters:
  ///   - window: The window, in bytes.
  ///   - inFlight: How many bytes were under way.
  ///   - segmentByteCount: Size of a full segment.
  /// - Returns: The threshold, in bytes.
  mutating func reduce(window: Int, inFlight: Int, _ segmentByteCount: Int) -> Int {
    let segments = Double(window) / Double(segmentByteCount)
    // Fast convergence: room for newcomers if the window did not reach its former maximum.
    maximum = segments < maximum ? segments * (1 + Self.beta) / 2 : segments
    prior = segments
    epoch = nil
    return Int(Double(inFlight) * Self.beta)
  }

  /// Forgets the epoch: time without data must not count as growth.
  mutating func restart() { epoch = nil }

  private mutating func startEpoch(_ segments: Double, now: Instant) -> Instant {
    if let epoch { return epoch }
    epoch = now
    estimate = segments
    if segments < maximum {
      k = Self.cubeRoot((maximum - segments) / Self.c)
    } else {
      k = 0
      maximum = segments
    }
    return now
  }

  /// The window at a time since the epoch.
  private func value(at time: Double) -> Double {
    let distance = time - k
    return Self.c * distance * distance * distance + maximum
  }

  /// The cube root of a number from 0 to 10^9, by Newton's method.
  static func cubeRoot(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    // A third of the exponent is a good first guess: each step then doubles the correct digits.
    var root = Double(bitPattern: value.bitPattern / 3 + 0x2a9f_7893_0000_0000)
    for _ in 0..<4 { root -= (root * root * root - value) / (3 * root * root) }
    return root
  }
}
