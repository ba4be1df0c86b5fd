internal import Wire

// What may leave. Read first: RFC 9293, sections 3.8.6 and 3.10.2; RFC 6675, section 5.

extension TCPControlBlock {
  /// The segment that may be sent now; nil if there is none.
  ///
  /// It changes nothing: once the segment has left, `didSend` notes it.
  ///
  /// - Parameters:
  ///   - now: The present.
  ///   - longest: The longest segment that the network card cuts into frames, in bytes with its
  ///     header; 0 if it cuts none.
  /// - Returns: The segment.
  func nextSegment(now: Instant, longest: Int = 0) -> OutgoingSegment? {
    switch state {
    case .closed: return nil
    case .synSent, .synReceived:
      if needsHandshake { return handshake(now: now) }
    case .established, .closeWait, .finWait1, .closing, .lastAck:
      if inFlight.lostByteCount > 0, let segment = retransmission(now: now) { return segment }
      if needsWindowProbe || needsTailLossProbe, let segment = probe(now: now) { return segment }
      if unsentCount > 0, let segment = newData(now: now, longest: longest) { return segment }
    case .finWait2, .timeWait: break
    }
    if needsAcknowledgment { return bare(nextSend, .acknowledgment, now: now) }
    if needsKeepAlive { return bare(nextSend - 1, .keepAlive, now: now) }
    return nil
  }

  /// Notes that a segment has left.
  func didSend(_ segment: OutgoingSegment, now: Instant) {
    switch segment.kind {
    case .handshake: didSendHandshake(now: now)
    case .acknowledgment: break
    case .keepAlive:
      needsKeepAlive = false
      keepAlivesSent += 1
    case .data, .windowProbe: didSendData(segment, now: now)
    case .retransmission(let index):
      didRetransmit(index, byteCount: length(of: segment), now: now)
    }
    guard segment.header.flags.contains(.ack) else { return }
    didAcknowledge(segment.header)
  }

  // MARK: Kinds of segments

  private func handshake(now: Instant) -> OutgoingSegment {
    var header = header(number: initialSend, flags: .syn, now: now)
    if state == .synReceived {
      header.flags = .syn | .ack
      header.acknowledgmentNumber = reassembly.next
    }
    header.window = UInt16(min(reassembly.room, 65_535))
    header.maximumSegmentSize = UInt16(clamping: settings.maximumSegmentSize)
    header.isSACKPermitted = usesSACK
    header.windowScale = usesWindowScale ? receiveShift : nil
    return OutgoingSegment(header: header, payload: 0..<0, kind: .handshake)
  }

  private func bare(
    _ number: SequenceNumber, _ kind: OutgoingSegment.Kind, now: Instant
  ) -> OutgoingSegment {
    OutgoingSegment(
      header: header(number: number, flags: .ack, now: now), payload: 0..<0, kind: kind)
  }

  /// A lost segment, if the congestion window has room for it.
  @inline(never)
  private func retransmission(now: Instant) -> OutgoingSegment? {
    guard let index = inFlight.firstLost else { return nil }
    let segment = inFlight[index]
    let byteCount = min(segment.byteCount, segmentByteCount)
    guard pipe + byteCount <= congestion.window || pipe == 0 else { return nil }
    // A piece of a long one is one more: the first may always be cut, the others wait for it.
    guard index == 0 || segment.byteCount <= segmentByteCount || mayGrow else { return nil }
    return retransmission(at: index, now: now)
  }

  /// Whether there may be one more segment under way.
  private var mayGrow: Bool { inFlight.mayGrow(isShort: budget.isShort) }

  private func retransmission(at index: Int, now: Instant) -> OutgoingSegment {
    let segment = inFlight[index]
    let offset = segment.start.distance(from: queueStart)
    let available = max(sendQueue.count - offset, 0)
    let hasFin = finSendNumber.map { segment.end > $0 } ?? false
    let dataCount = segment.byteCount - (hasFin ? 1 : 0)
    let byteCount = min(dataCount, min(segmentByteCount, available))
    var flags = TCPFlags.ack
    if hasFin, byteCount == dataCount { flags = flags | .fin }
    if offset + byteCount == sendQueue.count, byteCount > 0 { flags = flags | .psh }
    return OutgoingSegment(
      header: header(number: segment.start, flags: flags, byteCount: byteCount, now: now),
      payload: offset..<offset + byteCount, kind: .retransmission(index))
  }

  /// A probe of a closed window or of a lost tail.
  @inline(never)
  private func probe(now: Instant) -> OutgoingSegment? {
    if needsWindowProbe {
      if !inFlight.isEmpty { return retransmission(at: 0, now: now) }
      let offset = nextSend.distance(from: queueStart)
      guard unsentCount > 0 else { return nil }
      // As much as a small window takes, one byte if it is closed: RFC 9293, section 3.8.6.2.1.
      let usable = (unacknowledged + sendWindow).distance(from: nextSend)
      let byteCount = min(sendQueue.count - offset, min(max(usable, 1), segmentByteCount))
      return OutgoingSegment(
        header: header(number: nextSend, flags: byteCount > 0 ? .ack : .ack | .fin, now: now),
        payload: offset..<offset + byteCount, kind: .windowProbe)
    }
    guard needsTailLossProbe else { return nil }
    if let segment = newData(now: now, longest: 0) { return segment }
    return inFlight.isEmpty ? nil : retransmission(at: inFlight.count - 1, now: now)
  }

  /// Data that was not sent before, and the FIN.
  @inline(__always)
  private func newData(now: Instant, longest: Int) -> OutgoingSegment? {
    let offset = nextSend.distance(from: queueStart)
    let available = sendQueue.count - offset
    guard available >= 0, !isFinSent else { return nil }
    let usable = (unacknowledged + sendWindow).distance(from: nextSend)
    var byteCount = min(available, max(usable, 0))
    if byteCount > segmentByteCount { byteCount = cut(byteCount, longest: longest) }
    let isLast = byteCount == available
    let hasFin = isLast && isFinQueued && usable > byteCount
    guard byteCount > 0 || hasFin else { return nil }
    guard byteCount == 0 || isWorthSending(byteCount, isLast: isLast) else { return nil }
    guard inFlight.isEmpty || hasPlace(for: byteCount) else { return nil }
    var flags = TCPFlags.ack
    if isLast, byteCount > 0 { flags = flags | .psh }
    if hasFin { flags = flags | .fin }
    return OutgoingSegment(
      header: header(number: nextSend, flags: flags, byteCount: byteCount, now: now),
      payload: offset..<offset + byteCount,
      kind: .data)
  }

  /// Whether a segment may be sent behind others, as far as the network and memory are concerned.
  private func hasPlace(for byteCount: Int) -> Bool {
    mayGrow && (needsTailLossProbe || pipe == 0 || pipe + byteCount <= congestion.window)
  }

  /// How much of more than a full segment may leave at once: full segments only, as many as the
  /// network card takes together and the congestion window has room for.
  private func cut(_ byteCount: Int, longest: Int) -> Int {
    let most = min(
      min(byteCount, longest - TCPPacket.maximumHeaderByteCount), congestion.window - pipe)
    // The rest of the last data goes with it where it need not wait for acknowledgements.
    if most == byteCount, isFinQueued || !settings.isNagleEnabled { return most }
    return max(most - most % segmentByteCount, segmentByteCount)
  }

  /// Whether a segment is not silly: RFC 9293, section 3.8.6.2.1, and Nagle's algorithm.
  ///
  /// As Minshall has it, small segments wait for small ones only: the end of an answer of several
  /// segments would else wait for a peer that delays its acknowledgement.
  private func isWorthSending(_ byteCount: Int, isLast: Bool) -> Bool {
    if byteCount >= segmentByteCount { return true }
    if isLast, unacknowledged >= smallEnd || !settings.isNagleEnabled || isFinQueued {
      return true
    }
    return !isLast && byteCount >= maximumSendWindow / 2 && maximumSendWindow > 0
  }

  // MARK: The header

  /// The header of a segment with so much data.
  private func header(
    number: SequenceNumber, flags: TCPFlags, byteCount: Int = 0, now: Instant
  ) -> TCPHeader {
    var header = TCPHeader(
      sourcePort: local.port, destinationPort: remote.port, sequenceNumber: number,
      acknowledgmentNumber: flags.contains(.ack) ? reassembly.next : 0, flags: flags,
      window: windowField())
    if usesTimestamps {
      let echo = state == .synSent ? 0 : recentTimestamp
      header.timestamps = TCPTimestamps(value: timestamp(at: now), echo: echo)
    }
    if usesSACK, flags.contains(.ack), reassembly.hasBlocks {
      // Data and options together fit the peer: RFC 6691, section 2.
      let room = byteCount == 0 ? Int.max : (segmentByteCount - byteCount - 4) / 8
      let limit = min(usesTimestamps ? 3 : 4, room)
      if limit > 0 { header.sack = reassembly.blocks(limit: limit) }
    }
    return header
  }

  /// The window to offer: the right edge moves by a worthwhile amount or not at all.
  ///
  /// Source: RFC 9293, section 3.8.6.2.2.
  private func windowField() -> UInt16 {
    let offered = max(advertisedEnd.distance(from: reassembly.next), 0)
    let possible = min(receiveRoom, 65_535 << Int(receiveShift))
    let worthwhile = min(reassembly.limit / 2, max(largestReceived, settings.maximumSegmentSize))
    let window = possible - offered >= worthwhile ? possible : offered
    // Rounding up would offer more with each acknowledgement, also of a buffer that is full. What
    // rounding down takes back, less than the scale's unit, is taken nevertheless if it comes.
    return UInt16(clamping: window >> Int(receiveShift))
  }

  // MARK: What has left

  private func didSendHandshake(now: Instant) {
    needsHandshake = false
    if inFlight.isEmpty {
      inFlight.append(SentSegment(start: initialSend, end: initialSend + 1, sentAt: now))
      nextSend = initialSend + 1
      progressedAt = now
    } else {
      inFlight.retransmit(at: 0, byteCount: 1, now: now)
    }
    advertisedEnd = reassembly.next + min(reassembly.room, 65_535)
    timers.retransmission = now.advanced(byNanoseconds: timeout.value)
  }

  private func didSendData(_ segment: OutgoingSegment, now: Instant) {
    let wasIdle = inFlight.isEmpty
    if wasIdle { progressedAt = now }
    inFlight.append(
      SentSegment(
        start: nextSend, end: nextSend + length(of: segment), sentAt: now))
    nextSend += length(of: segment)
    if segment.payload.count % segmentByteCount != 0 { smallEnd = nextSend }
    sentDataAt = now
    if segment.header.flags.contains(.fin) { didSendFin() }
    if segment.kind == .windowProbe {
      needsWindowProbe = false
      return
    }
    if needsTailLossProbe { didProbe(end: nextSend, isRetransmission: false) }
    if timers.retransmission == TCPTimers.never {
      armRetransmission(now: now)
    } else {
      armTailLossProbe(now: now)
    }
  }

  @inline(never)
  private func didRetransmit(_ index: Int, byteCount: Int, now: Instant) {
    inFlight.retransmit(at: index, byteCount: byteCount, now: now, isShort: budget.isShort)
    if needsTailLossProbe { didProbe(end: inFlight[index].end, isRetransmission: true) }
    if index == 0 { needsWindowProbe = false }
    if index == 0 || timers.retransmission == TCPTimers.never { armRetransmission(now: now) }
  }

  private func didSendFin() {
    switch state {
    case .established: state = .finWait1
    case .closeWait: state = .lastAck
    case .synSent, .synReceived, .finWait1, .finWait2, .closing, .lastAck, .timeWait, .closed: break
    }
  }

  private func didProbe(end: SequenceNumber, isRetransmission: Bool) {
    needsTailLossProbe = false
    probe.sent(end: end, isRetransmission: isRetransmission)
  }

  private func didAcknowledge(_ header: TCPHeader) {
    lastAcknowledged = header.acknowledgmentNumber
    // Data that left no room for the blocks does not stand for the acknowledgement with them.
    if !usesSACK || !reassembly.hasBlocks || header.sack.count > 0 {
      needsAcknowledgment = false
      timers.delayedAcknowledgment = TCPTimers.never
      unreportedByteCount = 0
      reassembly.didReport()
    }
    guard !header.flags.contains(.syn) else { return }
    let end = header.acknowledgmentNumber + Int(header.window) << Int(receiveShift)
    advertisedEnd = .max(advertisedEnd, end)
  }

  /// How many sequence numbers wait to be sent for the first time, that of the FIN included.
  var unsentCount: Int {
    let data = sendQueue.count - nextSend.distance(from: queueStart)
    return data + (isFinQueued ? 1 : 0)
  }

  /// How many sequence numbers a segment takes.
  private func length(of segment: OutgoingSegment) -> Int {
    segment.payload.count + (segment.header.flags.contains(.fin) ? 1 : 0)
  }
}
