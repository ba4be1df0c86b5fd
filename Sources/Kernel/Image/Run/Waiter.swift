internal import Core
internal import _Concurrency

/// What goes on at a time: it waits among the timers.
class Waiter: QueuedTimer {
  final var queuePosition = -1

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
