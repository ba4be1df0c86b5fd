internal import Net
internal import Time
internal import _Concurrency

extension UDPSocket {
  /// The oldest datagram that has arrived; waits for one, but not beyond a time.
  ///
  /// A datagram that this does not return waits for the next call.
  ///
  /// - Parameter deadline: When waiting ends; what has arrived is taken even if that has passed.
  /// - Returns: Nil at the deadline, or if the task is cancelled.
  public func receive(before deadline: Instant) async -> Datagram? {
    if !Task.isCancelled, let datagram = receiver.removeFirst() { return datagram }
    let receiver = receiver
    do throws(TimeoutError<Never>) {
      return try await withDeadline(MonotonicInstant(nanoseconds: deadline.nanoseconds)) {
        () async throws(Never) -> Datagram? in
        await receiver.nextUnlessCancelled()
      }
    } catch {
      return nil
    }
  }
}

extension Instant {
  /// The present.
  static var now: Instant { Instant(nanoseconds: currentNanoseconds()) }
}
