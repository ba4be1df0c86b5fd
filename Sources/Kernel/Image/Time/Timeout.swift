public import Time
internal import _Concurrency

/// Why an operation with a time limit has no result.
public enum TimeoutError<Failure: Error>: Error {
  /// The time was over before the operation was done.
  case expired
  /// The operation threw this in time.
  case failed(Failure)
}

/// Performs an operation that must be done within a time.
///
///     let answer = try await withTimeout(.seconds(1)) { await socket.next() }
///
/// When the time is over, the operation's task is cancelled: sleeps throw, loops over sockets end,
/// and so does whatever else looks at `Task.isCancelled`. The call then returns as soon as the
/// operation does. One that does not care for cancellation is waited for: it may use what its
/// caller owns, and cannot be torn off. What comes out of it then is dropped, as it came too late.
/// If the calling task is cancelled, so is the operation, which then has its usual result.
///
/// - Parameters:
///   - duration: The limit; with nothing and less the operation is cancelled before it starts.
///   - operation: What is done, as a child of the calling task.
/// - Returns: What the operation returns.
/// - Throws: `expired` if the time is over first; `failed` with the error of the operation.
public func withTimeout<Success: Sendable, Failure: Error>(
  _ duration: Duration,
  _ operation: @escaping @Sendable () async throws(Failure) -> Success
) async throws(TimeoutError<Failure>) -> Success {
  try await withDeadline(.now + duration, operation)
}

/// Performs an operation that must be done at a time; else as `withTimeout`.
///
/// - Parameters:
///   - deadline: The limit.
///   - operation: What is done, as a child of the calling task.
/// - Returns: What the operation returns.
/// - Throws: `expired` if the time comes first; `failed` with the error of the operation.
public func withDeadline<Success: Sendable, Failure: Error>(
  _ deadline: MonotonicInstant,
  _ operation: @escaping @Sendable () async throws(Failure) -> Success
) async throws(TimeoutError<Failure>) -> Success {
  let limit = TimeLimit()
  async let outcome = limit.perform(until: deadline, operation)
  switch await outcome {
  case .success(let value):
    if limit.isOver { throw .expired }
    return value
  case .failure(let error):
    throw limit.isOver ? .expired : .failed(error)
  }
}

/// The limit of one operation: cancels its task when the time is over.
@safe
private final class TimeLimit: @unchecked Sendable {
  private(set) var isOver = false
  private var task: UnsafeCurrentTask?

  /// Performs the operation in the present task, which belongs to it alone.
  func perform<Success, Failure: Error>(
    until deadline: MonotonicInstant, _ operation: () async throws(Failure) -> Success
  ) async -> Result<Success, Failure> {
    // Safe: the task is forgotten before it ends.
    unsafe withUnsafeCurrentTask { task in unsafe self.task = task }
    let alarm = Alarm(at: deadline) { self.expire() }
    if deadline <= .now { alarm.cancel(); expire() }
    let result: Result<Success, Failure>
    do throws(Failure) {
      result = .success(try await operation())
    } catch {
      result = .failure(error)
    }
    unsafe task = nil
    alarm.cancel()
    return result
  }

  private func expire() {
    isOver = true
    unsafe task?.cancel()
  }
}
