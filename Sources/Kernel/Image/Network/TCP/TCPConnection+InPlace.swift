public import Net
internal import _Concurrency

// Reading without a copy.

extension TCPConnection {
  /// Waits until bytes have arrived, and shows them where they lie: nothing is copied.
  ///
  ///     while try await connection.readInPlace({ hash.update($0); return $0.byteCount }) > 0 {}
  ///
  /// - Parameters:
  ///   - deadline: When waiting ends; nil waits for as long as it takes.
  ///   - body: Gets as many bytes as lie together, and returns how many it has taken; the others
  ///     come again, with what lies behind them by then. It may be called several times, also while
  ///     packets come in, and must not use the connection. It is not called at the end.
  /// - Returns: How many were taken in all; 0 if the peer sends no more.
  /// - Throws: As `read(into:atMost:before:)`.
  /// - Precondition: At least one byte is taken: who needs more at once copies what there is. One
  ///   task at a time reads so.
  @_optimize(speed)
  public func readInPlace(
    before deadline: Instant? = nil, _ body: @escaping (RawSpan) -> Int
  ) async throws(StreamError) -> Int {
    if RunLoop.isBurstOver { await Task.yield() }
    while true {
      switch driver.endpoints.read(handle, body) {
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
    precondition(viewer == nil, "two tasks read one connection in place")
    viewer = body
    viewedCount = 0
    driver.endpoints.show(handle, true)
    defer {
      driver.endpoints.show(handle, false)
      viewer = nil
    }
    do throws(StreamError) {
      try await wait(at: incoming, before: deadline)
    } catch {
      // What was taken is told of before what is wrong, which the next call finds.
      guard viewedCount > 0 else { throw error }
    }
    return viewedCount
  }

  /// Shows what has arrived to the task that waits for it.
  public func take(arrival: RawSpan) -> Int {
    guard let viewer else { return 0 }
    let count = viewer(arrival)
    viewedCount += count
    return count
  }
}
