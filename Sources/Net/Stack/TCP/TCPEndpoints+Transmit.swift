public import Wire

extension TCPEndpoints {
  /// How many segments one connection may send before others get their turn.
  private static var burst: Int { 32 }
  /// How often a SYN waits for a neighbour in vain before the connection is given up.
  private static var unresolvedLimit: Int { 3 }

  /// Sends a packet: gets its header, the size of the segment, and a function that writes every
  /// byte of it and is told whether a network card completes the checksum.
  public typealias Sender = (
    IPv4Header, SegmentSize, (inout MutableRawSpan, Bool) -> Void
  ) -> SegmentFate

  /// Sends what may be sent.
  ///
  /// - Parameters:
  ///   - now: The present.
  ///   - send: Sends a packet. If there is no buffer, what was to be sent waits for the next call.
  public func transmit(now: Instant, send: Sender) {
    if !replies.isEmpty, !sendReplies(send) { return }
    // Who has more to send than a burst comes again behind the others.
    while let block = ready.popFirst() {
      guard transmit(block, now: now, send: send) else {
        ready.prepend(block)
        return
      }
    }
  }

  /// Sends what one connection may send.
  ///
  /// - Returns: False if there was no buffer.
  private func transmit(_ block: TCPControlBlock, now: Instant, send: Sender) -> Bool {
    var sent = 0
    var longest = longestSegment
    while block.mayHaveSegment, let segment = block.nextSegment(now: now, longest: longest) {
      guard sent < Self.burst else {
        touch(block)
        return true
      }
      switch self.send(segment, of: block, send: send) {
      case .sent: block.unresolvedCount = 0
      case .noBuffer: return false
      case .needsFrames:
        // Those are kept, or get lost, and the others need not wait for this neighbour.
        longest = 0
        continue
      case .tooLong(let mtu): if narrow(block, to: mtu) { continue }
      case .unresolved: noteUnresolved(block)
      case .unreachable: if block.state == .synSent { block.finish(.unreachable) }
      }
      guard block.state != .closed else { break }
      if case .retransmission = segment.kind { counters.retransmissions &+= 1 }
      block.didSend(segment, now: now)
      sent += 1
    }
    block.settle(now: now)
    settle(block)
    return true
  }

  /// Gives up to connect to a neighbour that does not answer.
  private func noteUnresolved(_ block: TCPControlBlock) {
    guard block.state == .synSent else { return }
    block.unresolvedCount += 1
    if block.unresolvedCount >= Self.unresolvedLimit { block.finish(.unreachable) }
  }

  /// Brings the host's books in line with a connection that has nothing more to send.
  private func settle(_ block: TCPControlBlock) {
    noteChange(of: block)
    account(for: block)
    if block.state == .closed {
      if block.listener != nil { leaveClosed(block) }
      if block.isReadAbandoned {
        remove(block)
        return
      }
    }
    if block.state == .timeWait, block.isReadAbandoned, !block.isLate {
      block.isLate = true
      lateCount += 1
    }
    keepWarm(block)
    deadlines.set(block.index, deadline: block.timers.next)
  }

  /// Takes a connection that has ended before it was accepted away from its listener.
  private func leaveClosed(_ block: TCPControlBlock) {
    guard let listener = block.listener else { return }
    let handle = handle(block)
    if let place = listener.waiting.firstIndex(of: handle) {
      // What it received before it ended may still be read.
      guard block.error != nil else { return }
      listener.waiting.remove(at: place)
    } else {
      listener.halfOpenCount -= 1
    }
    block.listener = nil
    block.isReadAbandoned = true
  }

  private func send(
    _ segment: OutgoingSegment, of block: TCPControlBlock, send: Sender
  ) -> SegmentFate {
    let ip = IPv4Header(
      source: block.local.address, destination: block.remote.address, payloadProtocol: .tcp)
    let headerByteCount = segment.header.byteCount
    let byteCount = headerByteCount + segment.payload.count
    let isCut = segment.payload.count > block.segmentByteCount
    let size = SegmentSize(
      byteCount: byteCount, headerByteCount: headerByteCount,
      cutByteCount: isCut ? block.segmentByteCount : 0)
    let fate = send(ip, size) { bytes, leavesChecksum in
      if !segment.payload.isEmpty {
        var payload = bytes.part(headerByteCount..<byteCount)
        block.sendQueue.read(at: segment.payload.lowerBound, into: &payload)
      }
      segment.header.emit(into: &bytes, in: ip, leavesChecksum: leavesChecksum)
    }
    switch fate {
    case .noBuffer, .needsFrames, .tooLong: break
    case .sent, .unresolved, .unreachable: counters.segmentsOut &+= UInt64(size.frameCount)
    }
    return fate
  }

  /// Sends the answers that belong to no connection.
  ///
  /// - Returns: False if there was no buffer for one.
  private func sendReplies(_ send: Sender) -> Bool {
    var place = 0
    while place < replies.count {
      let (ip, header) = replies[place]
      let size = SegmentSize(
        byteCount: header.byteCount, headerByteCount: header.byteCount, cutByteCount: 0)
      let fate = send(ip, size) { header.emit(into: &$0, in: ip, leavesChecksum: $1) }
      guard fate != .noBuffer else { break }
      counters.segmentsOut &+= 1
      if header.flags.contains(.rst) { counters.resetsOut &+= 1 }
      place += 1
    }
    let isDone = place == replies.count
    replies.removeFirst(place)
    return isDone
  }
}
