internal import Boot
internal import Core
internal import CPU
internal import Drivers
internal import Hardware
internal import Telemetry

/// Measures the time-stamp counter and the local timer against the interval timer, whose rate
/// every PC shares.
///
/// The first measurement takes as long as the rest of the start-up. It is improved whenever the
/// guest wakes up anyway, as the two counters run on.
enum Timekeeping {
  /// Takes the interrupt controller and starts to measure; other work goes on meanwhile.
  static func begin() {
    var pit = PITCounter(IOPorts())
    var controller = ProcessorAPIC(
      timerVector: Vector.timer, spuriousVector: InterruptTable.spuriousVector)
    controller.startCounting()
    let reference = pit.ticks()
    unsafe timestampRate = RateMeasurement(
      tick: TimestampCounter.now, reference: reference, referencePerSecond: pit.ticksPerSecond)
    unsafe timerRate = RateMeasurement(
      tick: controller.countedTicks, reference: reference, referencePerSecond: pit.ticksPerSecond)
    unsafe localAPIC = controller
    unsafe counter = consume pit
  }

  /// Ends the first measurement and sets the clock; waits until a millisecond has passed.
  static func finish() {
    guard var pit = unsafe counter.take() else { panic("the clock is not being measured") }
    var reference = pit.ticks()
    let least = pit.ticksPerSecond / 1000
    let elapsed = unsafe timestampRate?.elapsed(reference: reference) ?? 0
    if elapsed < least {
      guard pit.wait(ticks: least - elapsed) else { panic("the interval timer does not run") }
      reference = pit.ticks()
    }
    let tick = TimestampCounter.now
    let timerTicks = unsafe localAPIC?.countedTicks ?? 0
    guard let rate = unsafe timestampRate?.ticksPerSecond(tick: tick, reference: reference),
      let timerTicksPerSecond = unsafe timerRate?.ticksPerSecond(
        tick: timerTicks, reference: reference)
    else { panic("the clocks of this machine do not move") }
    unsafe clock = TimestampClock(startingAt: boot_timestamp, ticksPerSecond: rate)
    unsafe OneShotTimer.ticksPerSecond = timerTicksPerSecond
    unsafe localAPIC?.stopTimer()
    unsafe lastReading = reference
    unsafe lastTick = tick
    unsafe ticksPerSecond = rate
    scheduleCorrection(after: reference, at: tick)
    unsafe counter = consume pit
  }

  /// Corrects the clock, if the measurement has become much longer since the last time.
  @inline(__always)
  static func correctIfDue() {
    let tick = TimestampCounter.now
    if unsafe tick >= nextCorrection { correct(tick) }
  }

  /// How far into the future the clock can be trusted now, in nanoseconds.
  ///
  /// A measurement is off by some microseconds at either end. While that is more than a thousandth
  /// of the time to wait for, it is better to wake up on the way and measure again.
  static var horizon: UInt64 {
    unsafe clock.nanoseconds(at: lastTick) &* 500
  }

  // MARK: Corrections

  private static func correct(_ tick: UInt64) {
    guard var pit = unsafe counter.take() else { return }
    let reading = unsafe pit.ticks() &+ lostTicks
    // The counter went round some times since it was read: as often as the clock says.
    let expected = unsafe (tick &- lastTick).multipliedFullWidth(by: pit.ticksPerSecond)
    let passed = unsafe ticksPerSecond.dividingFullWidth(expected).quotient
    let seen = unsafe reading &- lastReading
    let rounds = (passed > seen ? passed &- seen &+ 0x8000 : 0) >> 16
    unsafe lostTicks &+= rounds << 16
    let reference = reading &+ rounds << 16
    if let rate = unsafe timestampRate?.ticksPerSecond(tick: tick, reference: reference) {
      unsafe clock.correct(ticksPerSecond: rate, at: tick)
      unsafe ticksPerSecond = rate
    }
    unsafe lastReading = reference
    unsafe lastTick = tick
    scheduleCorrection(after: reference, at: tick)
    unsafe counter = consume pit
  }

  /// The next correction comes when the measurement is four times as long.
  private static func scheduleCorrection(after reference: UInt64, at tick: UInt64) {
    let elapsed = unsafe timestampRate?.elapsed(reference: reference) ?? 0
    let ticks = elapsed.multipliedFullWidth(by: unsafe 3 &* ticksPerSecond)
    unsafe nextCorrection = tick &+ UInt64(1_193_182).dividingFullWidth(ticks).quotient
  }

  // Safe, all of these: one core, and no interrupt handler tells the time.
  nonisolated(unsafe) private static var counter: PITCounter<IOPorts>?
  nonisolated(unsafe) private static var timestampRate: RateMeasurement?
  nonisolated(unsafe) private static var timerRate: RateMeasurement?
  /// The reference when it was read last, and the time-stamp counter then.
  nonisolated(unsafe) private static var lastReading: UInt64 = 0
  nonisolated(unsafe) private static var lastTick: UInt64 = 0
  /// Ticks of the reference in rounds that nobody saw.
  nonisolated(unsafe) private static var lostTicks: UInt64 = 0
  nonisolated(unsafe) private static var ticksPerSecond: UInt64 = 1
  /// Value of the time-stamp counter from which on the clock is due to be corrected.
  nonisolated(unsafe) private static var nextCorrection: UInt64 = .max
}
