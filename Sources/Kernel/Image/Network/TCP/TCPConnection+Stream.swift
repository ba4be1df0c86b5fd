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
    while true {
      // Safe: any byte is a valid byte.
      let rest = unsafe bytes.span.bytes.extracting(offset..<bytes.count)
      switch driver.endpoints.write(rest, to: handle, now: now) {
      case .taken(let count):
        offset += count
        if offset == bytes.count { return }
      case .broken(let error): throw .broken(error)
      }
      try await wait(at: outgoing, before: deadline)
    }
  }
}
