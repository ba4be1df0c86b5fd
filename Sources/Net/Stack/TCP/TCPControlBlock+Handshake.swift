internal import Wire

// The first segments. Read first: RFC 9293, sections 3.5, 3.10.7.2 and 3.10.7.3.

extension TCPControlBlock {
  /// Begins a connection from this side: SYN-SENT.
  func connect(now: Instant) {
    needsHandshake = true
    timers.end = now.advanced(byNanoseconds: settings.connectTimeout)
  }

  /// Begins a connection from a SYN that arrived for a listener: SYN-RECEIVED.
  func accept(_ header: TCPHeader, now: Instant) {
    takeOptions(header, now: now)
    needsHandshake = true
    timers.end = now.advanced(byNanoseconds: settings.connectTimeout)
  }

  /// Handles a segment in the state SYN-SENT.
  ///
  /// - Returns: A reset to be sent in answer, or nil.
  func receiveInSynSent(_ segment: borrowing TCPSegment, now: Instant) -> TCPHeader? {
    let header = segment.header
    let isAcknowledging = header.flags.contains(.ack)
    if isAcknowledging {
      guard header.acknowledgmentNumber > initialSend, header.acknowledgmentNumber <= nextSend
      else { return segment.refusal }
    }
    if header.flags.contains(.rst) {
      if isAcknowledging { finish(.refused) }
      return nil
    }
    guard header.flags.contains(.syn) else { return nil }
    takeOptions(header, now: now)
    heard(now: now)
    if isAcknowledging {
      establish(segment, now: now)
      needsAcknowledgment = true
    } else {
      // Both ends have called at once.
      state = .synReceived
      setWindow(of: header)
      needsHandshake = true
    }
    return nil
  }

  /// Goes to ESTABLISHED with the peer's SYN,ACK.
  func establish(_ segment: borrowing TCPSegment, now: Instant) {
    processAcknowledgment(segment, now: now)
    state = .established
    setWindow(of: segment.header)
    events.insert(.established)
    timers.end = TCPTimers.never
    armKeepAlive(now: now)
  }

  /// Takes the peer's first number and the options of its SYN.
  private func takeOptions(_ header: TCPHeader, now: Instant) {
    reassembly.restart(at: header.sequenceNumber + 1)
    advertisedEnd = reassembly.next + min(reassembly.room, 65_535)
    lastAcknowledged = reassembly.next
    usesTimestamps = usesTimestamps && header.timestamps != nil
    usesSACK = usesSACK && header.isSACKPermitted
    if let shift = header.windowScale, usesWindowScale {
      // Source: RFC 7323, section 2.3: larger shifts count as 14.
      sendShift = min(shift, 14)
    } else {
      usesWindowScale = false
      sendShift = 0
      receiveShift = 0
    }
    if usesTimestamps, let times = header.timestamps {
      recentTimestamp = times.value
      recentTimestampAt = now
    }
    setPeerSegmentSize(Int(header.maximumSegmentSize ?? 536))
    windowSequence = header.sequenceNumber
    // The window of a SYN is never shifted: RFC 7323, section 2.2.
    sendWindow = Int(header.window)
    maximumSendWindow = sendWindow
  }

  private func setWindow(of header: TCPHeader) {
    sendWindow = Int(header.window)
    maximumSendWindow = max(maximumSendWindow, sendWindow)
    windowSequence = header.sequenceNumber
    windowAcknowledgment = header.acknowledgmentNumber
  }

  /// Learns how large segments may be, as the peer or the path says.
  ///
  /// Source: RFC 9293, section 3.7.1; RFC 6691, section 2.
  func setPeerSegmentSize(_ byteCount: Int) {
    let full = min(max(byteCount, 64), settings.maximumSegmentSize)
    segmentByteCount = full - (usesTimestamps ? 12 : 0)
    congestion.setSegmentByteCount(segmentByteCount)
  }

  /// Takes up a connection whose SYN was answered by a cookie.
  ///
  /// - Parameters:
  ///   - syn: The SYN as the cookie remembers it.
  ///   - acknowledgment: The segment that brought the cookie back.
  ///   - now: The present.
  func restore(from syn: TCPHeader, acknowledgment: TCPHeader, now: Instant) {
    takeOptions(syn, now: now)
    unacknowledged = initialSend + 1
    nextSend = unacknowledged
    state = .established
    windowSequence = acknowledgment.sequenceNumber
    windowAcknowledgment = acknowledgment.acknowledgmentNumber
    setSendWindow(acknowledgment.window)
    events.insert(.established)
    armKeepAlive(now: now)
  }
}
