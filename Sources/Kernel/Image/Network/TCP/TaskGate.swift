internal import Boot
internal import Core
internal import Net
internal import _Concurrency

/// Tasks that wait for one thing, each perhaps not beyond a time.
///
/// Whoever waits looks again when it wakes: it may have been for nothing. Waiting takes no memory
/// for the first task. The timer stays where it is when what is waited for comes first: setting it
/// anew each time would cost more than letting it expire for nothing now and then.
@safe
final class TaskGate: Waiter, @unchecked Sendable {
  private var first: UnsafeContinuation<Void, Never>?
  private var others: [UnsafeContinuation<Void, Never>] = unsafe []
  /// When the first of those who wait has waited long enough, in nanoseconds.
  private var deadline: UInt64 = .max
  /// When the timer expires, in nanoseconds; the largest number if it is not set.
  private var timerDeadline: UInt64 = .max
  /// The gates beside this one in the row of those where tasks wait.
  var links = GateRow.Links()

  /// Waits until the gate opens, the deadline comes or the task is cancelled.
  @_optimize(speed)
  func wait(before deadline: Instant?) async {
    await unsafe withUnsafeContinuation { unsafe add($0, before: deadline) }
  }

  /// Lets the present task wait, which is resumed once.
  @_optimize(speed)
  func add(_ continuation: UnsafeContinuation<Void, Never>, before deadline: Instant?) {
    guard !Task.isCancelled else {
      unsafe continuation.resume()
      return
    }
    if unsafe first == nil {
      unsafe first = continuation
      GateRow.add(self)
    } else {
      unsafe others.append(continuation)
    }
    if let deadline { limit(to: deadline.nanoseconds) }
  }

  /// Lets all go on who wait.
  @inline(__always)
  func open() {
    guard let task = unsafe first.take() else { return }
    deadline = .max
    GateRow.remove(self)
    unsafe task.resume()
    if unsafe !others.isEmpty { openForOthers() }
  }

  @inline(never)
  private func openForOthers() {
    let woken = unsafe others
    unsafe others = unsafe []
    for index in unsafe woken.indices { unsafe woken[index].resume() }
  }

  /// Ends the timer; for who owns the gate, before the last use of it.
  func close() {
    // Safe: one core; the run loop is not in the queue while a task runs.
    if timerDeadline != .max { unsafe timers.cancel(self) }
  }

  private func limit(to time: UInt64) {
    deadline = min(deadline, time)
    guard deadline < timerDeadline else { return }
    close()
    timerDeadline = deadline
    wait(until: deadline)
  }

  override func wake() {
    timerDeadline = .max
    guard deadline != .max else { return }
    if deadline <= currentNanoseconds() {
      open()
    } else {
      timerDeadline = deadline
      wait(until: deadline)
    }
  }

  /// Whether one of the tasks that wait here is cancelled.
  var hasCancelledTask: Bool {
    if let first = unsafe first, unsafe Self.isCancelled(first) { return true }
    for index in unsafe others.indices {
      if unsafe Self.isCancelled(others[index]) { return true }
    }
    return false
  }

  private static func isCancelled(_ continuation: UnsafeContinuation<Void, Never>) -> Bool {
    // Safe: a continuation that waits is the task that does, bit for bit.
    unsafe kernel_is_task_cancelled(unsafeBitCast(continuation, to: UnsafeRawPointer.self))
  }
}
