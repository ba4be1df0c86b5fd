public import Wire

// Whom a segment is for. Read first: RFC 9293, sections 3.10.7.1 and 3.10.7.2.

extension TCPEndpoints {
  /// Handles the payload of a packet that is said to hold a segment.
  ///
  /// - Parameters:
  ///   - bytes: The segment.
  ///   - ip: Header of the packet; its destination is our address.
  ///   - checksumPolicy: Whether the checksum is verified.
  ///   - now: The present.
  public func receive(
    _ bytes: RawSpan, in ip: IPv4Header, checksumPolicy: ChecksumPolicy, now: Instant
  ) {
    let packet: TCPPacket
    let header: TCPHeader
    do throws(WireError) {
      packet = try TCPPacket(bytes)
      header = try TCPHeader(parsing: packet, in: ip, checksumPolicy: checksumPolicy)
    } catch {
      counters.unsoundIn &+= 1
      return
    }
    counters.segmentsIn &+= 1
    let segment = TCPSegment(header: header, payload: packet.payload)
    let remote = Endpoint(address: ip.source, port: header.sourcePort)
    let key = ConnectionKey(remote: remote, localPort: header.destinationPort)
    if let index = table.find(key), let block = blocks[index] {
      guard block.state == .closed || isNewConnection(block, header) else {
        receive(segment, for: block, now: now)
        return
      }
      // Over, even if its user has not noticed.
      block.finish()
      noteChange(of: block)
      if block.isReadAbandoned { remove(block) } else { table.remove(key) }
    }
    if let listener = listener(on: header.destinationPort) {
      receiveListening(segment, in: ip, key: key, listener: listener, now: now)
    } else {
      refuse(segment, in: ip)
    }
  }

  /// Whether a SYN may take the place of a connection that waits for late segments.
  ///
  /// Source: RFC 9293, section 3.10.7.4, "SYN-RECEIVED ... TIME-WAIT STATE"; RFC 6191, section 2.
  private func isNewConnection(_ block: TCPControlBlock, _ header: TCPHeader) -> Bool {
    guard block.state == .timeWait, header.flags.contains(.syn),
      !header.flags.containsAny(of: .ack | .rst)
    else { return false }
    if block.usesTimestamps, let times = header.timestamps {
      if TCPTimestamps.isOlder(block.recentTimestamp, than: times.value) { return true }
      if TCPTimestamps.isOlder(times.value, than: block.recentTimestamp) { return false }
    }
    return header.sequenceNumber > block.reassembly.next
  }

  private func receive(
    _ segment: borrowing TCPSegment, for block: TCPControlBlock, now: Instant
  ) {
    if block.receivePredicted(segment, now: now) {
      finishReceive(block)
      return
    }
    let before = block.state
    let reset =
      before == .synSent
      ? block.receiveInSynSent(segment, now: now) : block.receive(segment, now: now)
    if let reset { reply(reset, for: block) }
    if block.needsChallenge { challenge(block, now: now) }
    if before == .synReceived, block.state != .synReceived { leaveHalfOpen(block) }
    finishReceive(block)
  }

  /// Brings the host's books in line with a connection that has received something.
  @inline(__always)
  private func finishReceive(_ block: TCPControlBlock) {
    touch(block)
    noteChange(of: block)
    account(for: block)
    if budget.refusalCount > 0 {
      counters.memoryDrops &+= budget.refusalCount
      budget.refusalCount = 0
    }
  }

  /// Asks the peer whether it meant what it sent, unless too many are asked.
  private func challenge(_ block: TCPControlBlock, now: Instant) {
    block.needsChallenge = false
    // An exact limit would tell one peer what another asks for: CVE-2016-5696.
    if challengeLimit.take(now: now, surplus: random.next() % 3) {
      block.needsAcknowledgment = true
    } else {
      counters.challengesSuppressed &+= 1
    }
  }

  /// Hands a connection over to its listener once it is established.
  func leaveHalfOpen(_ block: TCPControlBlock) {
    guard let listener = block.listener else { return }
    listener.halfOpenCount -= 1
    guard block.state.isSynchronized else {
      block.listener = nil
      block.isReadAbandoned = true
      return
    }
    takeIn(block, at: listener)
  }

  /// Has an established connection wait at its listener.
  private func takeIn(_ block: TCPControlBlock, at listener: ListeningPort) {
    counters.connectionsAccepted &+= 1
    listener.waiting.append(handle(block))
    if let user = unsafe listener.user { user.take(.established) }
  }

  // MARK: Listening

  /// The listener on a port.
  func listener(on port: Port) -> ListeningPort? {
    for listener in ports { if let listener, listener.port == port { return listener } }
    return nil
  }

  /// Handles a segment for which there is a listener but no connection: section 3.10.7.2.
  private func receiveListening(
    _ segment: borrowing TCPSegment, in ip: IPv4Header, key: ConnectionKey,
    listener: ListeningPort, now: Instant
  ) {
    let flags = segment.header.flags
    guard !flags.contains(.rst) else { return }
    if flags.contains(.ack) {
      if !flags.contains(.syn),
        acceptCookie(segment, in: ip, key: key, listener: listener, now: now)
      {
        return
      }
      refuse(segment, in: ip)
      return
    }
    guard flags.contains(.syn) else { return }
    guard hasMemory(now: now) else {
      counters.memoryDrops &+= 1
      return
    }
    guard listener.hasRoom, hasPlace() else {
      counters.backlogDrops &+= 1
      return
    }
    if listener.isUnderPressure {
      sendCookie(segment.header, in: ip, key: key, now: now)
    } else {
      open(segment.header, in: ip, key: key, listener: listener, now: now)
    }
  }

  private func open(
    _ syn: TCPHeader, in ip: IPv4Header, key: ConnectionKey, listener: ListeningPort, now: Instant
  ) {
    let block = passiveBlock(key, in: ip, initialSend: numbers.initial(key, now: now), now: now)
    block.accept(syn, now: now)
    block.listener = listener
    listener.halfOpenCount += 1
    add(block)
    touch(block)
  }

  private func passiveBlock(
    _ key: ConnectionKey, in ip: IPv4Header, initialSend: SequenceNumber, now: Instant
  ) -> TCPControlBlock {
    TCPControlBlock(
      local: Endpoint(address: ip.destination, port: key.localPort), remote: key.remote,
      settings: settings, budget: budget, state: .synReceived, initialSend: initialSend,
      timestampOffset: numbers.timestampOffset(key), now: now)
  }

  // MARK: Cookies

  /// Answers a SYN without remembering it; of its options only the segment size survives.
  private func sendCookie(
    _ syn: TCPHeader, in ip: IPv4Header, key: ConnectionKey, now: Instant
  ) {
    counters.cookiesSent &+= 1
    var header = TCPHeader(
      sourcePort: key.localPort, destinationPort: key.remote.port,
      sequenceNumber: numbers.cookie(key, syn: syn, now: now),
      acknowledgmentNumber: syn.sequenceNumber + 1, flags: .syn | .ack,
      window: UInt16(min(settings.receiveLimit, 65_535)))
    header.maximumSegmentSize = UInt16(clamping: settings.maximumSegmentSize)
    reply(header, from: ip.destination, to: ip.source)
  }

  /// Takes up the connection of a peer that brings a cookie back.
  ///
  /// - Returns: False if it is none.
  private func acceptCookie(
    _ segment: borrowing TCPSegment, in ip: IPv4Header, key: ConnectionKey,
    listener: ListeningPort, now: Instant
  ) -> Bool {
    let header = segment.header
    guard counters.cookiesSent > 0, listener.hasRoom,
      let size = numbers.segmentSize(
        key, cookie: header.acknowledgmentNumber - 1, number: header.sequenceNumber - 1, now: now),
      hasMemory(now: now), hasPlace()
    else { return false }
    var syn = TCPHeader(
      sourcePort: header.sourcePort, destinationPort: header.destinationPort,
      sequenceNumber: header.sequenceNumber - 1, acknowledgmentNumber: 0, flags: .syn,
      window: header.window)
    syn.maximumSegmentSize = size
    let block = passiveBlock(
      key, in: ip, initialSend: header.acknowledgmentNumber - 1, now: now)
    block.restore(from: syn, acknowledgment: header, now: now)
    block.listener = listener
    add(block)
    counters.cookiesAccepted &+= 1
    takeIn(block, at: listener)
    receive(segment, for: block, now: now)
    return true
  }

  /// Answers a segment that nobody wants: section 3.10.7.1.
  private func refuse(_ segment: borrowing TCPSegment, in ip: IPv4Header) {
    counters.strays &+= 1
    guard let reset = segment.refusal else { return }
    reply(reset, from: ip.destination, to: ip.source)
  }
}
