internal import _Concurrency

/// What goes on when a timer expires.
@safe
enum Waiter {
  /// A job of the Swift runtime.
  case job(UnsafeMutableRawPointer)
  /// A task that sleeps.
  case sleeper(Sleeper)
  /// An action without a task.
  case alarm(Alarm)

  /// Makes it ready to run.
  func wake() {
    switch self {
    case .job(let job): unsafe readyJobs.append(job)
    case .sleeper(let sleeper): sleeper.wake()
    case .alarm(let alarm): alarm.ring()
    }
  }
}
