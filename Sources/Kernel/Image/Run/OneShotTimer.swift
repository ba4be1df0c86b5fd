internal import Core
internal import CPU
internal import Drivers

/// The local timer, set only while something waits for a time.
enum OneShotTimer {
  /// Ticks of the local timer in a second.
  nonisolated(unsafe) static var ticksPerSecond: UInt64 = 0

  /// Whether somebody names that rate, so that it need not be measured.
  nonisolated(unsafe) static var isExact = false

  /// Delays up to this many nanoseconds are set in one step.
  private static var shortDelay: UInt64 { 1_000_000 }

  /// Lets the timer interrupt after a while, in one step; for interrupt handlers, too.
  ///
  /// - Parameter delay: In nanoseconds; if the timer's rate was measured, a few thousandths off. At
  ///   most a minute.
  static func start(after delay: UInt64) {
    if unsafe localAPIC?.hasDeadlineTimer ?? false {
      let ticks = unsafe clock.ticks(inNanoseconds: delay)
      unsafe localAPIC?.startTimer(deadline: TimestampCounter.now &+ ticks)
      return
    }
    let product = delay.multipliedFullWidth(by: unsafe ticksPerSecond)
    let ticks = UInt64(1_000_000_000).dividingFullWidth(product).quotient
    unsafe localAPIC?.startTimer(ticks: ticks)
  }

  /// Lets the timer interrupt at a time, or before it if it is too far away for the hardware.
  ///
  /// - Parameter deadline: In nanoseconds since start.
  /// - Returns: False if the time has come already.
  @_optimize(speed)
  @inline(never)
  static func arm(deadline: UInt64) -> Bool {
    let now = currentNanoseconds()
    guard deadline > now else { return false }
    var delay = min(deadline - now, Timekeeping.horizon)
    if unsafe localAPIC?.hasDeadlineTimer ?? false {
      unsafe localAPIC?.startTimer(deadline: clock.tick(atNanoseconds: now + delay))
      return true
    }
    // An hour is more than the timer can count, and its product fits into 64 bits.
    delay = min(delay, 3_600_000_000_000)
    // Where the rate of this timer was measured it is known to a few thousandths only: a long delay
    // is approached from below, in a few steps that the better known clock measures.
    if delay > shortDelay, unsafe !isExact { delay -= delay / 64 }
    let product = delay.multipliedFullWidth(by: unsafe ticksPerSecond)
    let ticks = UInt64(1_000_000_000).dividingFullWidth(product).quotient
    unsafe localAPIC?.startTimer(ticks: ticks + 1)
    return true
  }
}
