internal import Drivers
internal import _Concurrency

/// Something that a disk was asked for, and the task that waits for it.
///
/// The disk keeps the request, and with it the memory, until it is done, even if nobody waits.
@safe
final class DiskRequest: @unchecked Sendable {
  let operation: BlockOperation
  let sector: UInt64
  let buffer: DiskBuffer?
  private var waiter: UnsafeContinuation<DiskError?, Never>?
  /// How it ended, if that was before somebody waited.
  private var isEnded = false
  private var error: DiskError?

  init(_ operation: BlockOperation, sector: UInt64 = 0, buffer: DiskBuffer? = nil) {
    self.operation = operation
    self.sector = sector
    self.buffer = buffer
  }

  /// Whether the task that asked has stopped waiting.
  var isAbandoned: Bool { isEnded }

  /// Waits for the end.
  ///
  /// - Returns: Why it failed, nil if it did not.
  func end() async -> DiskError? {
    await withTaskCancellationHandler {
      await unsafe withUnsafeContinuation { continuation in
        if isEnded {
          unsafe continuation.resume(returning: error)
        } else {
          unsafe waiter = unsafe continuation
        }
      }
    } onCancel: {
      finish(.cancelled)
    }
  }

  /// Lets the task go on; the first end counts.
  func finish(_ error: DiskError?) {
    guard !isEnded else { return }
    isEnded = true
    self.error = error
    let waiting = unsafe waiter.take()
    unsafe waiting?.resume(returning: error)
  }
}
