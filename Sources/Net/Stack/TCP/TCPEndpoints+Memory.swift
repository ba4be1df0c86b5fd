// Bounds of memory, for each connection and for all of them.

extension TCPEndpoints {
  /// Derives the limits of all connections together from the memory that there is.
  ///
  /// Half of it may hold data; beyond that each connection has to make do with a small share, and
  /// new ones are refused. There may be one connection for each 4 KiB.
  ///
  /// - Parameter byteCount: How much memory is free.
  public func limitMemory(to byteCount: Int) {
    budget.limit = max(byteCount / 2, 16 * BufferBudget.share)
    connectionLimit = min(max(byteCount / 4096, 16), 65_536)
  }

  /// How much memory the data of all connections takes, in bytes.
  public var bufferedByteCount: Int { budget.used }

  /// Takes note of how much memory a connection has.
  @inline(__always)
  func account(for block: TCPControlBlock) {
    let byteCount = block.bufferByteCount
    guard byteCount != block.countedByteCount else { return }
    budget.change(by: byteCount - block.countedByteCount)
    block.countedByteCount = byteCount
  }
}
