/// The times between samples: at random around their mean, the same for the same seed.
///
/// A clock of one period sees work in step with it always, or never. Here an interval is anything
/// within a range around the mean with the same probability.
public struct SampleClock: Equatable, Sendable {
  /// What was asked for: in ticks of the timer times 2^16, as all of these.
  private let mean: UInt64
  private let half: UInt64
  /// By how much intervals are shortened, as they come out longer than they are set.
  private var shortening: UInt64 = 0
  /// The shortest interval, and how much longer the longest is.
  private var least: UInt64 = 0
  private var spread: UInt64 = 0
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
    mean = (ticksPerSecond << 16) / UInt64(max(rate, 1))
    half = mean * UInt64(jitter) / 1000
    random = seed &* 0x9e37_79b9_7f4a_7c15
    setRange()
  }

  /// Learns how long intervals were in truth, and makes the next ones so that the rate is kept.
  ///
  /// From the timer's end to the handler, and from there to the timer's new beginning, time passes
  /// that is part of no interval: on a busy host as much as an interval takes.
  ///
  /// - Parameter measured: The mean of several intervals, in ticks of the timer times 2^16.
  public mutating func correct(measured: UInt64) {
    // Half of what is wrong, so that one disturbance does not shake all that comes.
    let missing = (Int64(clamping: measured) - Int64(clamping: mean)) / 2
    let wanted = Int64(clamping: shortening).addingReportingOverflow(missing).partialValue
    // A quarter is left: the guest shall get something done.
    shortening = UInt64(min(max(wanted, 0), Int64(mean / 4 * 3)))
    setRange()
  }

  private mutating func setRange() {
    let center = mean - shortening
    let half = min(half, center)
    least = max(center - half, 1 << 16)
    spread = half * 2
  }

  /// The next interval in ticks of the timer, at least 1.
  @inline(__always)
  public mutating func next() -> UInt32 {
    // Source: Knuth, The Art of Computer Programming, volume 2, section 3.3.4, line 26 (MMIX). Only
    // the upper bits, which are good ones, are used.
    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let exact = least &+ (random >> 48 &* spread) >> 16 &+ rest
    rest = exact & 0xffff
    return UInt32(truncatingIfNeeded: exact >> 16)
  }
}
