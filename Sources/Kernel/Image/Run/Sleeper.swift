internal import Core
internal import _Concurrency

/// A task that waits for a time, or to be cancelled.
@safe
final class Sleeper: Waiter, @unchecked Sendable {
  private var continuation: UnsafeContinuation<Void, Never>?

  /// Waits until a time, or until the task is cancelled.
  ///
  /// - Parameter deadline: In nanoseconds since start.
  func sleep(until deadline: UInt64) async {
    await withTaskCancellationHandler {
      await unsafe withUnsafeContinuation { continuation in
        guard !Task.isCancelled else {
          unsafe continuation.resume()
          return
        }
        unsafe self.continuation = continuation
        wait(until: deadline)
      }
    } onCancel: {
      self.cancel()
    }
  }

  override func wake() {
    let waiting = unsafe continuation.take()
    unsafe waiting?.resume()
  }

  /// Ends the wait before its time; does nothing if nobody waits.
  func cancel() {
    if unsafe timers.cancel(self) { wake() }
  }
}
