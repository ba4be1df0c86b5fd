/// The times between samples: at random around their mean, the same for the same seed.
///
/// A clock of one period sees work in step with it always, or never. Here an interval is anything
/// within a range around the mean with the same probability.
public struct SampleClock: Equatable, Sendable {
  /// The shortest interval, and how much longer the longest is: in ticks of the timer times 2^16.
  private let least: UInt64
  private let spread: UInt64
  private var random: UInt64
  /// The part of a tick that the intervals so far have been too short.
  private var rest: UInt64 = 0

  /// Makes a clock.
  ///
  /// - Parameters:
  ///   - rate: How many intervals a second has on average, 1 to 100,000.
  ///   - jitter: Half the width of the range in thousandths of the mean, at most 900.
  ///   - seed: Where the random numbers begin.
  ///   - ticksPerSecond: Ticks of the timer in a second.
  public init(rate: UInt32, jitter: UInt32, seed: UInt64, ticksPerSecond: UInt64) {
    let mean = (ticksPerSecond << 16) / UInt64(max(rate, 1))
    let half = mean * UInt64(jitter) / 1000
    least = mean - half
    spread = half * 2
    // Zero is the one state that these random numbers never leave.
    random = seed &* 0x9e37_79b9_7f4a_7c15 | 1
  }

  /// The next interval in ticks of the timer, at least 1.
  @inline(__always)
  public mutating func next() -> UInt32 {
    // Source: Marsaglia, "Xorshift RNGs", 2003.
    random ^= random << 13
    random ^= random >> 7
    random ^= random << 17
    let exact = least &+ (random >> 48 &* spread) >> 16 &+ rest
    rest = exact & 0xffff
    return max(UInt32(truncatingIfNeeded: exact >> 16), 1)
  }
}
