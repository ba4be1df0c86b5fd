internal import Core
internal import _Concurrency

/// What goes on at a time: it waits among the timers.
class Waiter: QueuedTimer {
  final var queuePosition = -1

  /// Sets it among the timers.
  ///
  /// - Parameter deadline: In nanoseconds since start.
  @inline(__always)
  final func wait(until deadline: UInt64) {
    count(.timersSet)
    // Safe: one core; the run loop is not in the queue while a task runs.
    unsafe timers.set(self, deadline: deadline)
  }

  /// The time has come; called once by the run loop.
  func wake() {}
}

/// A job of the Swift runtime that waits for a time.
@safe
final class DelayedJob: Waiter {
  private let job: UnsafeMutableRawPointer

  init(_ job: UnsafeMutableRawPointer) {
    unsafe self.job = unsafe job
  }

  override func wake() { unsafe readyJobs.append(job) }
}
