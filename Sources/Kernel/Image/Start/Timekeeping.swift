internal import Boot
internal import Core
internal import CPU
internal import Drivers
internal import Hardware
internal import Telemetry

/// Measures the time-stamp counter and the local timer against the interval timer, whose rate every
/// PC shares; the longer it has run, the better.
enum Timekeeping {
  nonisolated(unsafe) private static var reference = IntervalTimer(IOPorts())
  nonisolated(unsafe) private static var timestampRate: RateMeasurement?
  nonisolated(unsafe) private static var timerRate: RateMeasurement?
  /// At what age of the measurement the clock is corrected next, in ticks of the reference.
  nonisolated(unsafe) private static var nextCorrection: UInt64 = 0

  /// Starts to measure; other start-up work goes on meanwhile.
  static func begin() {
    unsafe reference.start()
    unsafe localAPIC = LocalAPIC(
      timerVector: Vector.timer, spuriousVector: InterruptTable.spuriousVector)
    unsafe localAPIC?.startCounting()
    let rate = unsafe reference.ticksPerSecond
    let now = unsafe reference.ticks()
    unsafe timestampRate = RateMeasurement(
      tick: TimestampCounter.now, reference: now, referencePerSecond: rate)
    unsafe timerRate = RateMeasurement(
      tick: localAPIC?.countedTicks ?? 0, reference: now, referencePerSecond: rate)
  }

  /// Ends the measurement of the local timer and sets the clock; waits until a millisecond has
  /// passed since `begin`.
  static func finish() {
    let least = unsafe reference.ticksPerSecond / 1000
    var now = unsafe reference.ticks()
    while unsafe timestampRate?.elapsed(reference: now) ?? least < least {
      now = unsafe reference.ticks()
    }
    let tick = TimestampCounter.now
    let counted = unsafe localAPIC?.countedTicks ?? 0
    guard let rate = unsafe timestampRate?.ticksPerSecond(tick: tick, reference: now),
      let timerRate = unsafe timerRate?.ticksPerSecond(tick: counted, reference: now)
    else { panic("the clocks of this machine do not move") }
    unsafe clock = TimestampClock(startingAt: boot_timestamp, ticksPerSecond: rate)
    unsafe OneShotTimer.ticksPerSecond = timerRate
    unsafe localAPIC?.stopTimer()
  }
}
