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

/// The same for who is in no hurry: one function for all of them, as the other is part of each.
@inline(never)
func sharedCurrentNanoseconds() -> UInt64 { currentNanoseconds() }

/// Enters the run loop; a function of its own, so that services hold no copy of the loop.
@inline(never)
func enterRunLoop() -> Never {
  RunLoop.run()
}

/// The loop that turns interrupts into events and events into running tasks.
///
/// It goes round and round while there is something to do. In one round run
///
/// - at most 64 jobs, in the order in which they became ready, none of which begins later than 1 ms
///   after the first one; a task that reads a socket ends its job after that time, too, however
///   many datagrams wait for it;
/// - then at most 256 frames of the network are taken, as many as the device can hold, and the
///   other devices' news;
/// - then at most 64 timers run out, the earliest first.
///
/// So whatever a flood of frames, a job that makes itself ready again or a crowd of timers wants: a
/// frame that the device has, and a timer whose time has come and which is not behind 64 others,
/// wait for 1 ms, the job that runs at its end, and the frames and timers of one round, which take
/// some 500 µs, before their task is made ready. That task waits for those that were ready before
/// it to run one job each. What one job takes is the service's business, and what a closure takes
/// that is shown up to 1 MiB of packets in a round (`TCPConnection.readInPlace`); `Watchdog`
/// reports what takes longer than its limit.
///
/// Datagrams that come faster than their task takes them wait at their socket, 256 of them; more
/// are dropped and counted as `udpSocketFull`, which costs some hundred instructions each.
enum RunLoop {
  /// How many jobs may run before devices and timers get their turn.
  private static var jobBurst: Int { 64 }
  /// How many nanoseconds after the start of the first job further ones may begin.
  private static var burstNanoseconds: UInt64 { 1_000_000 }
  /// How many timers may run out before tasks get their turn.
  private static var timerBurst: Int { 64 }

  // Safe, both of them: one core, and no interrupt handler looks at them.

  /// Ticks of the time-stamp counter in as many nanoseconds.
  nonisolated(unsafe) private static var burstTicks: UInt64 = 0
  /// Tick from which on devices and timers are due to get their turn.
  nonisolated(unsafe) private static var burstEnd: UInt64 = 0

  /// Whether the job that runs should end soon, though it may find more to do.
  @inline(__always)
  static var isBurstOver: Bool { unsafe TimestampCounter.now >= burstEnd }

  /// Runs for ever.
  @_optimize(speed)
  static func run() -> Never {
    unsafe burstTicks = clock.ticks(inNanoseconds: burstNanoseconds)
    Watchdog.watch()
    while true {
      unsafe Watchdog.rounds &+= 1
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
    guard unsafe !readyJobs.isEmpty else { return }
    unsafe burstEnd = TimestampCounter.now &+ burstTicks
    for _ in 0..<jobBurst {
      runOneJob()
      unsafe memoryHook?()
      guard unsafe !readyJobs.isEmpty, !isBurstOver else { return }
    }
  }

  @inline(__always)
  private static func expireTimers() {
    guard unsafe timers.count > 0 else { return }
    let now = currentNanoseconds()
    for _ in 0..<timerBurst {
      guard let waiter = unsafe timers.popExpired(now: now) else { return }
      count(.timersFired)
      waiter.wake()
    }
  }

  /// Halts until an interrupt; none can be missed between the last look and the halt.
  @_optimize(speed)
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
      Watchdog.wake()
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
    guard deadline < .max else {
      Watchdog.rest()
      return true
    }
    return OneShotTimer.arm(deadline: deadline)
  }
}
