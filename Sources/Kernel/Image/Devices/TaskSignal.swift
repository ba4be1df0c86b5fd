internal import _Concurrency

/// Tasks that wait for something to change.
///
/// Whoever waits looks again when it wakes: it may have been for nothing.
@safe
final class TaskSignal: @unchecked Sendable {
  private var waiters: [UnsafeContinuation<Void, Never>] = unsafe []

  /// Waits until the signal is given, or until the task is cancelled.
  func wait() async {
    await withTaskCancellationHandler {
      await unsafe withUnsafeContinuation { continuation in
        if Task.isCancelled {
          unsafe continuation.resume()
        } else {
          unsafe waiters.append(continuation)
        }
      }
    } onCancel: {
      // Which of them was cancelled is not known here; the rest goes on waiting.
      give()
    }
  }

  /// Wakes all who wait.
  func give() {
    // Those that wait again meanwhile wait for the next time.
    let woken = unsafe waiters
    unsafe waiters = unsafe []
    for index in unsafe woken.indices { unsafe woken[index].resume() }
  }
}
