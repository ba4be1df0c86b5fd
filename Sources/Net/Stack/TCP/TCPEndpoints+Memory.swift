internal import Wire

// Bounds of memory, for each connection and for all of them.

extension TCPEndpoints {
  /// Derives the limits of all connections together from the memory that there is.
  ///
  /// Half of it may hold data; beyond that each connection has to make do with a small share. At
  /// three quarters, or when little is free, those whose peers take next to nothing are broken off
  /// for new ones, which are refused otherwise. There may be one connection for each 4 KiB, and
  /// none takes so much that a few who read slowly would use up what is for all.
  ///
  /// - Parameter byteCount: How much memory is free.
  public func limitMemory(to byteCount: Int) {
    budget.limit = max(byteCount / 2, 16 * BufferBudget.share)
    memoryLimit = max(byteCount / 4 * 3, 16 * BufferBudget.share)
    leastFreeByteCount = byteCount / 8
    settings.sendLimit = min(settings.sendLimit, max(budget.limit / 64, 4 * BufferBudget.share))
    connectionLimit = min(max(byteCount / 4096, 16), 65_536)
  }

  /// Has buffers grow only where memory lies together, and none begin where hardly any is left.
  ///
  /// To be set before there is any connection.
  ///
  /// - Parameters:
  ///   - longest: Tells how much lies together at most, in bytes.
  ///   - isExhausted: Tells whether the rest is for what is under way.
  public static func limitPieces(
    to longest: @escaping () -> Int, unless isExhausted: @escaping () -> Bool
  ) {
    // Safe: as it says.
    unsafe ByteRing.longestPiece = longest
    unsafe ByteRing.isExhausted = isExhausted
  }

  /// Whether there may be one more connection; one that only waits for late segments gives way.
  func hasPlace() -> Bool {
    guard connectionCount >= connectionLimit else { return true }
    forgetLate { connectionCount >= connectionLimit }
    return connectionCount < connectionLimit
  }

  /// Forgets connections that only wait for late segments, as long as there is need.
  func forgetLate(while isNeeded: () -> Bool) {
    guard lateCount > 0 else { return }
    // Among so many that all places are taken, most are of that kind, or few.
    for _ in 0..<min(blocks.count, 64) {
      guard isNeeded() else { return }
      evictionPlace = evictionPlace + 1 < blocks.count ? evictionPlace + 1 : 0
      guard let block = blocks[evictionPlace], block.isLate else { continue }
      counters.timeWaitsCut &+= 1
      remove(block)
    }
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

  /// Lets a connection without data keep its memory for the next, as one of few that may.
  @inline(__always)
  func keepWarm(_ block: TCPControlBlock) {
    guard block.countedByteCount > 0, !block.isWarm else { return }
    exchangeWarm(block)
  }

  /// Lets the connection go cold that has been warm for longest.
  private func exchangeWarm(_ block: TCPControlBlock) {
    guard block.sendQueue.count == 0, block.reassembly.readableCount == 0 else { return }
    guard budget.used < budget.limit / 2 else {
      block.releaseMemory()
      account(for: block)
      return
    }
    let old = warm[warmPlace]
    warm[warmPlace] = block.index
    warmPlace = (warmPlace + 1) & (warm.count - 1)
    block.isWarm = true
    guard old >= 0, let other = blocks[old], other !== block else { return }
    other.isWarm = false
    other.releaseMemory()
    account(for: other)
  }
}
