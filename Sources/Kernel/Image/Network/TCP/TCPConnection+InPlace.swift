public import Net
internal import _Concurrency

// Reading without a copy.

extension TCPConnection {
  /// Waits until bytes have arrived, and shows them where they lie.
  ///
  /// What comes while it waits lies where the device has put it, and is never copied; what came
  /// before lies in the connection's own memory.
  ///
  ///     while try await connection.readInPlace({ hash.update($0); return $0.byteCount }) > 0 {}
  ///
  /// - Parameters:
  ///   - deadline: When waiting ends; nil waits for as long as it takes.
  ///   - body: Gets as many bytes as lie together, and returns how many it has taken; the others
  ///     come again, with what lies behind them by then. It may be called several times, also while
  ///     packets come in: it must use no connection and no socket, nor drop the last reference to
  ///     one. It is not called at the end.
  /// - Returns: How many were taken in all; 0 if the peer sends no more.
  /// - Throws: As `read(into:atMost:before:)`.
  /// - Precondition: At least one byte is taken: who needs more at once copies what there is.
  @_optimize(speed)
  public func readInPlace(
    before deadline: Instant? = nil, _ body: @escaping (RawSpan) -> Int
  ) async throws(StreamError) -> Int {
    if RunLoop.isBurstOver { await Task.yield() }
    while true {
      switch driver.endpoints.read(handle, { ShownBytes.show($0, to: body) }) {
      case .bytes(let count):
        precondition(count > 0, "nothing was taken of what was shown")
        return count
      case .end: return 0
      case .broken(let error): throw .broken(error)
      case .nothing:
        let count = try await showArrivals(to: body, before: deadline)
        if count > 0 { return count }
      }
    }
  }

  /// Waits once, and has what arrives meanwhile shown where the device put it.
  ///
  /// - Returns: How many bytes were taken of that.
  private func showArrivals(
    to body: @escaping (RawSpan) -> Int, before deadline: Instant?
  ) async throws(StreamError) -> Int {
    // One that was cancelled may not have run since. Whoever comes second is told, but not shown.
    guard viewer == nil else {
      try await wait(at: incoming, before: deadline)
      return 0
    }
    viewer = body
    viewedCount = 0
    driver.endpoints.show(handle, true)
    defer {
      driver.endpoints.show(handle, false)
      viewer = nil
    }
    try await wait(at: incoming, before: deadline)
    return viewedCount
  }

  /// Shows what has arrived to the task that waits for it, as far as others need not wait for long.
  public func take(arrival: RawSpan) -> Int {
    guard let viewer, ShownBytes.fitIntoRound(arrival.byteCount) else { return 0 }
    let count = ShownBytes.show(arrival, to: viewer)
    viewedCount += count
    return count
  }
}
