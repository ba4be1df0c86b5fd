internal import CInstructions
internal import Core
internal import CPU
internal import Drivers
internal import Telemetry

/// Reports a task that keeps the processor for too long, with its stack.
///
/// The local timer ticks while the guest is busy, once in each limit. If the run loop has not come
/// round from one tick to the next, what runs has run for the limit at least, and for less than
/// twice as long: it is reported, once.
///
/// A tick is due at most once in a limit, and none when the guest is idle: the timer is left
/// running when the processor halts, as setting it costs more than the rest of a short run, but the
/// processor does not take its interrupt. The timer's vector is of the lowest class of priority for
/// that, and the halted processor's priority just above.
enum Watchdog {
  // Safe, all of these: one core; the handler's own but for the run loop's at times when the timer
  // cannot interrupt or it does not matter which of two values the handler sees.

  /// How long a task may run, in nanoseconds; 0 if nobody watches.
  nonisolated(unsafe) static var limit: UInt64 = 1_000_000_000
  /// Whether the guest ends then.
  nonisolated(unsafe) static var isFatal = false
  /// How often the run loop came round.
  nonisolated(unsafe) static var rounds: UInt64 = 0
  /// The rounds at the last tick; not a number of rounds if there was none since the last halt.
  nonisolated(unsafe) private static var seen = UInt64.max
  /// The round that was reported last.
  nonisolated(unsafe) private static var reported = UInt64.max
  /// Whether the timer runs for the watchdog.
  nonisolated(unsafe) private static var isTicking = false

  /// Reads the settings from the command line.
  static func configure() {
    guard let value = unsafe commandLine.value(of: WatchdogArgument.key) else { return }
    guard let argument = WatchdogArgument(value) else {
      panic("watchdog= takes milliseconds, panic, or both")
    }
    unsafe limit = argument.limit ?? limit
    unsafe isFatal = argument.isFatal
  }

  /// Begins to watch, unless the timer runs already.
  @inline(__always)
  static func watch() {
    if unsafe !isTicking { begin() }
  }

  /// Lets the processor halt without being woken up by a tick; interrupts are off.
  @inline(__always)
  static func rest() {
    unsafe seen = .max
    cpu_write_priority(1)
  }

  /// The processor has left its halt.
  @inline(__always)
  static func wake() {
    // A tick that waited comes now. It finds that none came before it since the halt.
    cpu_write_priority(0)
    watch()
  }

  /// Lets the processor halt with the timer set for something else; interrupts are off.
  ///
  /// - Parameter delay: When it interrupts, in nanoseconds from now. If that is soon enough, it
  ///   is a tick, should the guest be busy then.
  @inline(__always)
  static func giveAway(for delay: UInt64) {
    unsafe seen = .max
    unsafe isTicking = delay <= limit
  }

  /// Looks whether the run loop came round since the last tick; for the handler of the timer.
  static func tick(_ frame: UnsafePointer<InterruptFrame>) {
    unsafe isTicking = false
    OneShotTimer.stop()
    guard unsafe limit > 0 else { return }
    if unsafe rounds == seen, unsafe rounds != reported {
      // What interrupts a record must not send one; the next tick finds the task, too.
      if unsafe !records.isSending { unsafe report(frame.pointee) }
    }
    unsafe seen = rounds
    tickLater()
  }

  private static func report(_ frame: InterruptFrame) {
    count(.stalls)
    unsafe reported = rounds
    if unsafe isFatal { panic(.stall, "a task does not yield", frame: frame) }
    var record = PanicRecord(.stall, "a task does not yield", frame)
    record.nanosecondsSinceEntry = currentNanoseconds()
    unsafe records.send(record, as: .stall)
    // What was interrupted may be writing to the log.
    guard !Log.ring.isBusy else { return }
    log(.warning, "a task does not yield; it is at \(hex: frame.rip)", module: "watchdog")
  }

  private static func begin() {
    tickLater()
    // A tick that follows another one is noted by nobody: the next to halt sets the timer anew.
    if unsafe isTicking { unsafe OneShotTimer.expect(after: limit) }
  }

  private static func tickLater() {
    guard unsafe limit > 0 else { return }
    unsafe isTicking = true
    OneShotTimer.start(after: unsafe limit)
  }
}
