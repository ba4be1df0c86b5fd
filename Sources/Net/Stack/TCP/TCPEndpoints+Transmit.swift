public import Wire

extension TCPEndpoints {
  /// How many segments one connection may send before others get their turn.
  private static var burst: Int { 32 }

  /// Sends what may be sent.
  ///
  /// - Parameters:
  ///   - now: The present.
  ///   - send: Sends a packet: gets its header, the size of the segment in bytes, and a function
  ///     that writes every byte of it. Returns false if there was no buffer; what was to be sent
  ///     then waits for the next call.
  public func transmit(
    now: Instant, send: (IPv4Header, Int, (inout MutableRawSpan) -> Void) -> Bool
  ) {
    while let answer = replies.last {
      guard sendReply(answer.header, to: answer.destination, send: send) else { return }
      replies.removeLast()
    }
    var waiting = ready
    ready.removeAll(keepingCapacity: true)
    while let index = waiting.popLast() {
      isReady[index] = false
      guard transmit(index, now: now, send: send) else {
        touch(index)
        for other in waiting { ready.append(other) }
        return
      }
    }
  }

  /// Sends what one connection may send.
  ///
  /// - Returns: False if there was no buffer.
  private func transmit(
    _ index: Int, now: Instant, send: (IPv4Header, Int, (inout MutableRawSpan) -> Void) -> Bool
  ) -> Bool {
    guard let block = blocks[index] else { return true }
    var sent = 0
    while let segment = block.nextSegment(now: now) {
      guard sent < Self.burst else {
        touch(index)
        return true
      }
      guard self.send(segment, of: block, send: send) else { return false }
      if case .retransmission = segment.kind { counters.retransmissions &+= 1 }
      block.didSend(segment, now: now)
      sent += 1
    }
    block.settle(now: now)
    settle(index, block)
    return true
  }

  /// Brings the host's books in line with a connection that has nothing more to send.
  private func settle(_ index: Int, _ block: TCPControlBlock) {
    if !block.events.isEmpty, !isChanged[index] {
      isChanged[index] = true
      changed.append(index)
    }
    if block.state == .closed, isForgettable(block, index) {
      remove(index)
    } else {
      deadlines.set(index, deadline: block.timers.next)
    }
  }

  /// Whether nobody will ask for a closed connection any more.
  private func isForgettable(_ block: TCPControlBlock, _ index: Int) -> Bool {
    // A listener never hears of a connection whose SYN was not answered.
    block.isReadAbandoned || listenerOf[index] >= 0 && block.unacknowledged == block.initialSend
  }

  private func send(
    _ segment: OutgoingSegment, of block: TCPControlBlock,
    send: (IPv4Header, Int, (inout MutableRawSpan) -> Void) -> Bool
  ) -> Bool {
    let ip = IPv4Header(
      source: address, destination: block.remote.address, payloadProtocol: .tcp)
    let headerByteCount = segment.header.byteCount
    let byteCount = headerByteCount + segment.payload.count
    let isSent = send(ip, byteCount) { bytes in
      if !segment.payload.isEmpty {
        var payload = bytes.part(headerByteCount..<byteCount)
        block.sendQueue.read(at: segment.payload.lowerBound, into: &payload)
      }
      segment.header.emit(into: &bytes, in: ip)
    }
    if isSent { counters.segmentsOut &+= 1 }
    return isSent
  }

  private func sendReply(
    _ header: TCPHeader, to destination: IPv4Address,
    send: (IPv4Header, Int, (inout MutableRawSpan) -> Void) -> Bool
  ) -> Bool {
    let ip = IPv4Header(source: address, destination: destination, payloadProtocol: .tcp)
    let isSent = send(ip, header.byteCount) { header.emit(into: &$0, in: ip) }
    if isSent {
      counters.segmentsOut &+= 1
      if header.flags.contains(.rst) { counters.resetsOut &+= 1 }
    }
    return isSent
  }
}
