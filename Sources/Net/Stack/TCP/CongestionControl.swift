/// How much may be under way, so that the network is neither idle nor overrun.
///
/// Sizes are in bytes.
///
/// Source: RFC 5681, section 3; RFC 6675, section 5; RFC 9438 for Cubic.
struct CongestionControl {
  /// By which rule the window grows where congestion is near.
  var algorithm: CongestionAlgorithm
  /// The congestion window.
  private(set) var window: Int
  /// Up to here the window grows quickly.
  private(set) var threshold = Int.max
  /// Size of a full segment.
  private(set) var segmentByteCount: Int

  private var cubic = CubicGrowth()
  /// Bytes acknowledged since the window grew last, in Reno's congestion avoidance.
  private var acknowledgedByteCount = 0

  /// Starts with the initial window.
  init(algorithm: CongestionAlgorithm, segmentByteCount: Int) {
    self.algorithm = algorithm
    self.segmentByteCount = segmentByteCount
    window = Self.initialWindow(segmentByteCount)
  }

  /// Source: RFC 6928, section 2.
  static func initialWindow(_ segmentByteCount: Int) -> Int {
    min(10 * segmentByteCount, max(2 * segmentByteCount, 14_600))
  }

  /// Whether the window grows quickly.
  var isInSlowStart: Bool { window < threshold }

  /// Learns the size of a full segment; before the first data, the initial window follows.
  mutating func setSegmentByteCount(_ byteCount: Int) {
    if window == Self.initialWindow(segmentByteCount) { window = Self.initialWindow(byteCount) }
    segmentByteCount = byteCount
  }

  /// Begins with one segment, as the SYN was lost: RFC 5681, section 3.1.
  mutating func handshakeTimedOut() { window = segmentByteCount }

  /// Lets the window grow, as data has arrived.
  ///
  /// - Parameters:
  ///   - byteCount: How many bytes were acknowledged.
  ///   - now: The present.
  ///   - roundTrip: The smoothed round-trip time, in nanoseconds.
  mutating func acknowledge(_ byteCount: Int, now: Instant, roundTrip: UInt64) {
    guard !isInSlowStart else {
      // Two segments an acknowledgement make up for peers that send one for two: RFC 3465.
      window += min(byteCount, 2 * segmentByteCount)
      return
    }
    switch algorithm {
    case .reno: growLinearly(byteCount)
    case .cubic:
      window = cubic.grow(
        window: window, acknowledged: byteCount, segmentByteCount: segmentByteCount, now: now,
        roundTrip: roundTrip)
    }
  }

  private mutating func growLinearly(_ byteCount: Int) {
    acknowledgedByteCount += byteCount
    guard acknowledgedByteCount >= window else { return }
    acknowledgedByteCount -= window
    window += segmentByteCount
  }

  /// Halves the window, or nearly so: a loss was seen by its gap.
  ///
  /// - Parameter inFlight: How many bytes were under way.
  mutating func enterRecovery(inFlight: Int) {
    reduceThreshold(inFlight: inFlight)
    window = threshold
  }

  /// Starts anew with one segment: nothing was heard for long.
  ///
  /// - Parameters:
  ///   - inFlight: How many bytes were under way.
  ///   - isRepeated: Whether the same data was lost again; the threshold then stays.
  mutating func timedOut(inFlight: Int, isRepeated: Bool) {
    if !isRepeated { reduceThreshold(inFlight: inFlight) }
    window = segmentByteCount
  }

  /// Takes note that the connection sent nothing for a while: RFC 5681, section 4.1.
  mutating func restartAfterIdle() {
    window = min(window, Self.initialWindow(segmentByteCount))
    cubic.restart()
  }

  private mutating func reduceThreshold(inFlight: Int) {
    acknowledgedByteCount = 0
    let reduced =
      switch algorithm {
      case .reno: inFlight / 2
      case .cubic: cubic.reduce(window: window, inFlight: inFlight, segmentByteCount)
      }
    threshold = max(reduced, 2 * segmentByteCount)
  }
}
