internal import Wire

// What gives way when memory is used up: connections whose peers take next to nothing of what is
// sent to them, so that who reads slowly cannot keep others out (RFC 9293, section 3.8.6.1, leaves
// it to the host how long it bears a closed window; RFC 6429, section 3).

extension TCPEndpoints {
  /// What a connection takes beside its data, its task's memory included, in bytes.
  private static var connectionByteCount: Int { 4096 }
  /// What one takes that only waits for late segments, in bytes: it has neither.
  private static var lateByteCount: Int { 1024 }
  /// How many connections are looked at for one.
  private static var lookLimit: Int { 2048 }
  /// Time between two looks, in nanoseconds: each takes a while.
  private static var lookInterval: UInt64 { 10_000_000 }

  /// Whether there is no memory for another connection, nor for more that waits to be sent.
  var isMemoryFull: Bool {
    let byteCount =
      (connectionCount - lateCount) * Self.connectionByteCount + lateCount * Self.lateByteCount
    return budget.used + byteCount >= memoryLimit
      || (freeByteCount?() ?? .max) < leastFreeByteCount
  }

  /// Whether there is memory for bytes of a peer that its connection no longer counts.
  ///
  /// A quarter of the memory stays free of them, so that other connections are still taken.
  ///
  /// - Parameter byteCount: How many there are to be, in one piece.
  /// - Returns: Whether there is memory for them.
  public func mayHold(_ byteCount: Int) -> Bool {
    let free = freeByteCount?() ?? .max
    return !isMemoryFull && free - byteCount >= 2 * leastFreeByteCount
      && ByteRing.hasPiece(of: byteCount)
  }

  /// Whether there is memory for a connection, which others make room for: first those that only
  /// wait for late segments.
  func hasMemory(now: Instant) -> Bool {
    forgetLate { isMemoryFull }
    return !isMemoryFull || endSlowest(now: now)
  }

  /// Breaks off connections whose peers have taken too little for a while, until there is memory.
  ///
  /// - Returns: Whether there is.
  private func endSlowest(now: Instant) -> Bool {
    if let last = slownessCheckedAt, now.nanoseconds(since: last) < Self.lookInterval {
      return false
    }
    slownessCheckedAt = now
    for _ in 0..<min(blocks.count, Self.lookLimit) {
      evictionPlace = evictionPlace + 1 < blocks.count ? evictionPlace + 1 : 0
      guard let block = blocks[evictionPlace], isSlow(block, now: now) else { continue }
      breakOff(block)
      if !isMemoryFull { return true }
    }
    return false
  }

  /// Whether a peer has taken too little for a while of what is sent to it.
  private func isSlow(_ block: TCPControlBlock, now: Instant) -> Bool {
    guard block.sendQueue.count > 0 else {
      block.pace = nil
      return false
    }
    let present = block.unacknowledged
    switch block.pace?.judge(present, now: now) ?? .fast {
    case .slow: return true
    case .open: return false
    case .fast:
      block.pace = PeerPace(number: present, time: now)
      return false
    }
  }

  /// Breaks off the connection whose peer has taken nothing for longest.
  ///
  /// Where many begin to write at once, there is no time to measure their peers.
  ///
  /// - Returns: Whether there is memory now.
  func endLeastActive() -> Bool {
    var least: TCPControlBlock?
    for _ in 0..<min(blocks.count, Self.lookLimit) {
      evictionPlace = evictionPlace + 1 < blocks.count ? evictionPlace + 1 : 0
      guard let block = blocks[evictionPlace], block.sendQueue.count > 0 else { continue }
      if let least, least.progressedAt <= block.progressedAt { continue }
      least = block
    }
    if let least { breakOff(least) }
    return !isMemoryFull
  }

  /// Ends a connection for want of memory.
  func breakOff(_ block: TCPControlBlock) {
    counters.slowPeersCut &+= 1
    if let reset = block.abort(.exhausted) { reply(reset, for: block) }
    noteChange(of: block)
    account(for: block)
    touch(block)
  }
}
