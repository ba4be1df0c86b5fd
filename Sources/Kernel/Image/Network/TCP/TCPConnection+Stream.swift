public import Net
internal import _Concurrency

// Reading and writing.

extension TCPConnection: ByteStream {
  @_optimize(speed)
  public func read(
    into buffer: inout [UInt8], atMost limit: Int, before deadline: Instant? = nil
  ) async throws(StreamError) -> Int {
    precondition(limit > 0, "a read of nothing")
    // While bytes come as fast as they are read, nothing else would ever get its turn.
    if RunLoop.isBurstOver { await Task.yield() }
    while true {
      switch driver.endpoints.read(handle, into: &buffer, atMost: limit) {
      case .bytes(let count): return count
      case .end: return 0
      case .broken(let error): throw .broken(error)
      case .nothing: try await wait(at: incoming, before: deadline)
      }
    }
  }

  @_optimize(speed)
  public func write(
    _ bytes: [UInt8], before deadline: Instant? = nil
  ) async throws(StreamError) {
    var offset = 0
    while try queue(bytes, from: &offset, to: bytes.count) {
      try await wait(at: outgoing, before: deadline)
    }
  }

  @_optimize(speed)
  public func write(
    _ bytes: [UInt8], _ range: Range<Int>, before deadline: Instant?
  ) async throws(StreamError) {
    var offset = range.lowerBound
    while try queue(bytes, from: &offset, to: range.upperBound) {
      try await wait(at: outgoing, before: deadline)
    }
  }

  /// Queues as many bytes as there is room for.
  ///
  /// - Returns: Whether there are more.
  @inline(__always)
  private func queue(
    _ bytes: [UInt8], from offset: inout Int, to end: Int
  ) throws(StreamError) -> Bool {
    // Safe: any byte is a valid byte.
    let rest = unsafe bytes.span.bytes.extracting(offset..<end)
    switch driver.endpoints.write(rest, to: handle, now: now) {
    case .taken(let count):
      offset += count
      return offset < end
    case .broken(let error): throw .broken(error)
    }
  }

  @_optimize(speed)
  public func readArrived(
    into buffer: inout [UInt8], atMost limit: Int
  ) throws(StreamError) -> Int? {
    precondition(limit > 0, "a read of nothing")
    ShownBytes.precludeUse()
    // Who has waited gets what it waited for, however long others took before it.
    if hasReadSinceWait, RunLoop.isBurstOver { return nil }
    switch driver.endpoints.read(handle, into: &buffer, atMost: limit) {
    case .bytes(let count):
      hasReadSinceWait = true
      return count
    case .end: return 0
    case .broken(let error): throw .broken(error)
    case .nothing: return nil
    }
  }

  @_optimize(speed)
  public func writeAtOnce(
    atMost most: Int, _ body: (inout MutableRawSpan) -> Int
  ) throws(StreamError) -> Bool {
    ShownBytes.precludeUse()
    switch driver.endpoints.write(to: handle, atMost: most, now: now, body) {
    case .taken(let count): return count > 0
    case .broken(let error): throw .broken(error)
    }
  }

  @_optimize(speed)
  public func resume(
    _ continuation: UnsafeContinuation<Void, Never>, onceReadableBefore deadline: Instant
  ) {
    hasReadSinceWait = false
    // If there is something already, the task goes on with the next timers: others come before.
    let isReadable = driver.endpoints.isReadable(handle)
    unsafe incoming.add(continuation, before: isReadable ? Instant(nanoseconds: 0) : deadline)
  }

  public func mayHold(_ byteCount: Int) -> Bool { driver.endpoints.mayHold(byteCount) }
}
