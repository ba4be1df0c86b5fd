internal import Core
internal import _Concurrency

/// A task that waits for a time, or to be cancelled.
@safe
final class Sleeper: @unchecked Sendable {
  private var continuation: UnsafeContinuation<Void, Never>?
  private var timer: TimerQueue<Waiter>.Handle?

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
        self.timer = unsafe timers.set(deadline: deadline, payload: .sleeper(self))
      }
    } onCancel: {
      self.cancel()
    }
  }

  /// Lets the task go on; the timer has expired.
  func wake() {
    timer = nil
    let waiting = unsafe continuation.take()
    unsafe waiting?.resume()
  }

  private func cancel() {
    guard let timer else { return }
    _ = unsafe timers.cancel(timer)
    wake()
  }
}
