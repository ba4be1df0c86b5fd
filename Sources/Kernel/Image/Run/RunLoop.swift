internal import Core
internal import CInstructions
internal import CPU
internal import Synchronization
internal import Telemetry

/// The time since the first instruction, in nanoseconds.
@inline(__always)
func currentNanoseconds() -> UInt64 {
  unsafe clock.nanoseconds(at: TimestampCounter.now)
}

/// Enters the run loop; a function of its own, so that services hold no copy of the loop.
@inline(never)
func enterRunLoop() -> Never { RunLoop.run() }

/// The loop that turns interrupts into events and events into running tasks.
enum RunLoop {
  /// How many jobs may run before devices and timers get their turn.
  private static var jobBurst: Int { 64 }

  /// Runs for ever.
  static func run() -> Never {
    while true {
      runJobs()
      let events = pendingEvents.exchange(0, ordering: .relaxed)
      unsafe networkHooks?.poll(events & Event.network != 0)
      if events & Event.otherDevices != 0 { unsafe deviceHooks?.poll(events) }
      Timekeeping.correctIfDue()
      expireTimers()
      if unsafe readyJobs.isEmpty { idle() }
    }
  }

  @inline(__always)
  private static func runJobs() {
    for _ in 0..<jobBurst {
      guard runOneJob() else { return }
      unsafe memoryHook?()
    }
  }

  @inline(__always)
  private static func expireTimers() {
    guard unsafe timers.count > 0 else { return }
    let now = currentNanoseconds()
    while let waiter = unsafe timers.popExpired(now: now) {
      count(.timersFired)
      waiter.wake()
    }
  }

  /// Halts until an interrupt; none can be missed between the last look and the halt.
  private static func idle() {
    guard unsafe networkHooks?.prepareToSleep() ?? true else { return }
    Readiness.announceOnce()
    publishStatistics()
    cpu_disable_interrupts()
    guard pendingEvents.load(ordering: .relaxed) == 0 else {
      cpu_enable_interrupts()
      return
    }
    if armTimer() {
      let readUntil = TimestampCounter.now
      cpu_enable_interrupts_and_halt()
      count(.wakeups)
      Timekeeping.correctIfDue(readUntil: readUntil)
    } else {
      cpu_enable_interrupts()
    }
  }

  /// Sets the timer for the next deadline, if there is one.
  ///
  /// - Returns: False if the deadline has come already.
  private static func armTimer() -> Bool {
    let deadline = unsafe min(
      timers.nextDeadline ?? .max, networkHooks?.nextDeadline() ?? .max)
    return deadline == .max || OneShotTimer.arm(deadline: deadline)
  }
}
