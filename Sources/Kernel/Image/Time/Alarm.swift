internal import Core
public import Time

/// An action that the kernel performs at a time: a timer without a task.
///
///     let alarm = Alarm(at: .now + .seconds(5)) { sessions.close(number) }
///     alarm.cancel()
///
/// The kernel keeps it until it rings or is cancelled, whether somebody else refers to it or not.
public struct Alarm: Sendable {
  private let waiter: AlarmWaiter

  /// Sets an alarm.
  ///
  /// - Complexity: O(log n), if n alarms and sleeping tasks wait.
  ///
  /// - Parameters:
  ///   - deadline: When it rings at the earliest; those of the same time ring in the order in which
  ///     they were set.
  ///   - action: What is done then, between tasks; it must not take long.
  @discardableResult
  public init(at deadline: MonotonicInstant, _ action: @escaping @Sendable () -> Void) {
    waiter = AlarmWaiter(action)
    waiter.wait(until: deadline.nanoseconds)
  }

  /// Takes the alarm back, unless it rang already.
  ///
  /// - Complexity: O(log n).
  ///
  /// - Returns: Whether it was still to come.
  @discardableResult
  public func cancel() -> Bool {
    // Safe: one core; the run loop is not in the queue while a task runs.
    unsafe timers.cancel(waiter)
  }
}

/// An alarm among the timers.
private final class AlarmWaiter: Waiter, @unchecked Sendable {
  private let action: @Sendable () -> Void

  init(_ action: @escaping @Sendable () -> Void) { self.action = action }

  override func wake() { action() }
}
