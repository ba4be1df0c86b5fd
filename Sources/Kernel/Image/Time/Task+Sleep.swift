public import Time
internal import _Concurrency

extension Task where Success == Never, Failure == Never {
  /// Suspends the task for a time.
  ///
  /// - Parameter duration: How long at least; nothing and less end at once, 292 years are the most.
  /// - Throws: `CancellationError` if the task is cancelled before the time is over.
  public static func sleep(for duration: Duration) async throws(_Concurrency.CancellationError) {
    try await pause(until: .now.advanced(by: duration))
  }

  /// Suspends the task until a time.
  ///
  /// - Parameter deadline: When it goes on at the earliest; a time that has passed ends at once.
  /// - Throws: `CancellationError` if the task is cancelled before that.
  public static func sleep(
    until deadline: MonotonicInstant
  ) async throws(_Concurrency.CancellationError) {
    try await pause(until: deadline)
  }
}

/// Suspends the task until a time; a function of no type, of which there is one in an image.
@inline(never)
private func pause(until deadline: MonotonicInstant) async throws(_Concurrency.CancellationError) {
  if deadline > .now { await Sleeper().sleep(until: deadline.nanoseconds) }
  if _Concurrency.Task.isCancelled { throw _Concurrency.CancellationError() }
}
