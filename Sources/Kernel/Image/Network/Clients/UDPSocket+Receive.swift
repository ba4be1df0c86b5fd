internal import Net
internal import Time
internal import _Concurrency

extension UDPSocket {
  /// The oldest datagram that has arrived; waits for one, but not beyond a time.
  ///
  /// - Parameter deadline: When waiting ends.
  /// - Returns: Nil at the deadline, or if the task is cancelled.
  public func receive(before deadline: Instant) async -> Datagram? {
    do throws(TimeoutError<Never>) {
      return try await withDeadline(MonotonicInstant(nanoseconds: deadline.nanoseconds)) {
        () async throws(Never) -> Datagram? in
        var datagrams = self.makeAsyncIterator()
        return await datagrams.next()
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
