internal import Core
internal import CPU
internal import Drivers

/// The local timer, set only while something waits for a time.
enum OneShotTimer {
  /// Ticks of the local timer in a second.
  nonisolated(unsafe) static var ticksPerSecond: UInt64 = 0

  /// Whether somebody names that rate, so that it need not be measured.
  nonisolated(unsafe) static var isExact = false

  /// When the timer interrupts next, in nanoseconds since start; 0 if it does not, or nobody knows.
  nonisolated(unsafe) private static var next: UInt64 = 0

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

  /// Notes when the timer interrupts that has just been started.
  ///
  /// - Parameter delay: In nanoseconds from now.
  static func expect(after delay: UInt64) { unsafe next = currentNanoseconds() &+ delay }

  /// Notes that the timer has interrupted; for its handler.
  @inline(__always)
  static func stop() { unsafe next = 0 }

  /// Lets the timer interrupt at a time, or before it; the processor is about to halt.
  ///
  /// If the timer comes before that anyway it is left alone: deadlines that are put off again and
  /// again, as those of connections are, do not set it each time.
  ///
  /// - Parameter deadline: In nanoseconds since start.
  /// - Returns: False if the time has come already.
  @_optimize(speed)
  @inline(never)
  static func arm(deadline: UInt64) -> Bool {
    let now = currentNanoseconds()
    guard deadline > now else { return false }
    if unsafe next <= now || next > deadline { set(now: now, deadline: deadline) }
    Watchdog.giveAway(for: unsafe next &- now)
    return true
  }

  private static func set(now: UInt64, deadline: UInt64) {
    var delay = min(deadline - now, Timekeeping.horizon)
    if unsafe localAPIC?.hasDeadlineTimer ?? false {
      unsafe localAPIC?.startTimer(deadline: clock.tick(atNanoseconds: now + delay))
      unsafe next = now + delay
      return
    }
    // An hour is more than the timer can count, and its product fits into 64 bits.
    delay = min(delay, 3_600_000_000_000)
    // Where the rate of this timer was measured it is known to a few thousandths only: a long delay
    // is approached from below, in a few steps that the better known clock measures.
    if delay > shortDelay, unsafe !isExact { delay -= delay / 64 }
    let product = delay.multipliedFullWidth(by: unsafe ticksPerSecond)
    let ticks = UInt64(1_000_000_000).dividingFullWidth(product).quotient
    unsafe localAPIC?.startTimer(ticks: ticks + 1)
    unsafe next = now + delay
  }
}
