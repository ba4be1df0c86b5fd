/// Keeps a clock that counts ticks at the time of a reference counter.
///
/// The rate of the ticks is measured against the reference over an ever longer time, and with each
/// measurement the clock is set to what the reference says: an error in the rate is an error only
/// until the next correction. The clock never goes back.
public struct ClockSteering: Sendable {
  private let first: ReferenceSample
  private var last: ReferenceSample
  /// Where the present measurement of the rate began.
  private var base: ReferenceSample
  private let referencePerSecond: UInt64
  /// How far the reference counts until it begins again at 0; 0 stands for 2^64.
  private let period: UInt64
  /// Whether ticks always come at the same rate.
  private let isInvariant: Bool
  /// Time of the first sample in nanoseconds.
  private var firstNanoseconds: UInt64 = 0
  /// Rate of the ticks as far as it is known.
  public private(set) var ticksPerSecond: UInt64
  /// How long the clock can be trusted from the last correction on, in nanoseconds.
  ///
  /// A measurement is off by some microseconds at either end. While that is more than a thousandth
  /// of the time to wait for, it is better to wake up on the way and to measure again.
  public private(set) var horizon: UInt64 = 0
  /// Tick from which on a correction is due.
  public private(set) var nextCorrection: UInt64 = 0

  /// Measures the rate for the first time; nil if one of the counters did not move.
  ///
  /// - Parameters:
  ///   - first: The counters at the start of the measurement.
  ///   - second: The counters at its end, less than a period of the reference later.
  ///   - referencePerSecond: Rate of the reference.
  ///   - period: How far the reference counts until it begins again at 0; 0 stands for 2^64.
  ///   - isInvariant: Whether ticks always come at the same rate.
  public init?(
    from first: ReferenceSample, to second: ReferenceSample, referencePerSecond: UInt64,
    period: UInt64, isInvariant: Bool
  ) {
    var second = second
    if second.reference < first.reference { second.reference &+= period }
    guard
      let rate = Self.rate(from: first, to: second, referencePerSecond: referencePerSecond)
    else { return nil }
    self.first = first
    base = first
    last = second
    self.referencePerSecond = referencePerSecond
    self.period = period
    self.isInvariant = isInvariant
    ticksPerSecond = rate
    scheduleCorrection()
  }

  /// Starts from a reference that counts nanoseconds and tells the rate of the ticks itself.
  public init(at sample: ReferenceSample, ticksPerSecond: UInt64) {
    first = sample
    base = sample
    last = sample
    referencePerSecond = 1_000_000_000
    period = 0
    isInvariant = false
    self.ticksPerSecond = ticksPerSecond
    horizon = .max
    nextCorrection = sample.tick &+ ticksPerSecond
  }

  /// A clock of the measured rate that is zero at a tick.
  public mutating func clock(startingAt tick: UInt64) -> TimestampClock {
    let clock = TimestampClock(startingAt: tick, ticksPerSecond: ticksPerSecond)
    firstNanoseconds = clock.nanoseconds(at: first.tick)
    return clock
  }

  /// Sets a clock by the reference.
  ///
  /// A sample that was disturbed too much to be of use is left out; another one is due soon.
  ///
  /// - Parameters:
  ///   - clock: The clock that the steering made.
  ///   - sample: The counters now.
  ///   - readUntil: Last tick at which somebody may have read the clock: what it showed then, it
  ///     does not fall behind.
  public mutating func correct(
    _ clock: inout TimestampClock, by sample: ReferenceSample, readUntil: UInt64
  ) {
    guard sample.tick > last.tick else { return }
    if sample.width > max((sample.tick - last.tick) / 1024, ticksPerSecond / 50_000) {
      nextCorrection = sample.tick &+ ticksPerSecond / 64
      return
    }
    var sample = sample
    sample.reference = unfolded(sample)
    guard
      let rate = Self.rate(from: base, to: sample, referencePerSecond: referencePerSecond)
    else { return }
    let time = firstNanoseconds &+ nanoseconds(sample.reference &- first.reference)
    clock.set(
      to: max(time, clock.nanoseconds(at: readUntil)), at: sample.tick, ticksPerSecond: rate)
    ticksPerSecond = rate
    last = sample
    // Where the rate may change, only what was measured lately tells it.
    if !isInvariant, sample.tick &- base.tick > 4 &* rate { base = sample }
    scheduleCorrection()
  }

  /// Leaves a time out that passed for the reference and is not to pass for the clock.
  public mutating func leaveOut(nanoseconds: UInt64) { firstNanoseconds &-= nanoseconds }

  /// The count of the reference with the periods that nobody saw, as the ticks tell them.
  private func unfolded(_ sample: ReferenceSample) -> UInt64 {
    guard period > 0 else { return sample.reference }
    let product = (sample.tick - last.tick).multipliedFullWidth(by: referencePerSecond)
    guard product.high < ticksPerSecond else { return last.reference }
    let expected = last.reference &+ ticksPerSecond.dividingFullWidth(product).quotient
    // The count nearest to what is expected that is this one but for whole periods.
    let least = expected > period / 2 ? expected - period / 2 : 0
    let distance = (sample.reference &+ period &- least % period) % period
    return max(least + distance, last.reference)
  }

  private func nanoseconds(_ reference: UInt64) -> UInt64 {
    let product = reference.multipliedFullWidth(by: 1_000_000_000)
    guard product.high < referencePerSecond else { return .max }
    return referencePerSecond.dividingFullWidth(product).quotient
  }

  /// The next correction comes when the measurement is four times as long; where the rate may
  /// change, after a second at the latest.
  private mutating func scheduleCorrection() {
    horizon = max(horizon, nanoseconds(last.reference &- first.reference) &* 500)
    let wait = 3 &* (last.tick &- first.tick)
    nextCorrection = last.tick &+ (isInvariant ? wait : min(wait, ticksPerSecond))
  }

  private static func rate(
    from first: ReferenceSample, to second: ReferenceSample, referencePerSecond: UInt64
  ) -> UInt64? {
    RateMeasurement(
      tick: first.tick, reference: first.reference, referencePerSecond: referencePerSecond
    ).ticksPerSecond(tick: second.tick, reference: second.reference)
  }
}
