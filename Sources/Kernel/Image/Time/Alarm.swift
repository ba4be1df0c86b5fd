internal import Core
public import Time

/// An action that the kernel performs at a time: a timer without a task.
///
///     let alarm = Alarm(at: .now + .seconds(5)) { sessions.close(number) }
///     alarm.cancel()
///
/// The kernel keeps it until it rings or is cancelled, whether somebody else refers to it or not.
@safe
public final class Alarm: @unchecked Sendable {
  private var action: (@Sendable () -> Void)?
  private var timer: TimerQueue<Waiter>.Handle?

  /// Sets an alarm.
  ///
  /// - Complexity: O(log n), if n alarms and sleeping tasks wait.
  ///
  /// - Parameters:
  ///   - deadline: When it rings at the earliest; those of the same time ring in the order in which
  ///     they were set.
  ///   - action: What is done then, between tasks; it must not take long.
  public init(at deadline: MonotonicInstant, _ action: @escaping @Sendable () -> Void) {
    self.action = action
    // Safe: one core; the run loop is not in the queue while a task runs.
    timer = unsafe timers.set(deadline: deadline.nanoseconds, payload: .alarm(self))
  }

  /// Forgets the action, unless it was performed already.
  ///
  /// - Complexity: O(log n).
  ///
  /// - Returns: Whether it was still to come.
  @discardableResult
  public func cancel() -> Bool {
    guard let timer = timer.take() else { return false }
    action = nil
    // Safe: as above.
    return unsafe timers.cancel(timer) != nil
  }

  /// Performs the action; the time has come.
  func ring() {
    timer = nil
    let action = action.take()
    action?()
  }
}
