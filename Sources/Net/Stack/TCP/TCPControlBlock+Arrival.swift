internal import Wire

// Segment arrival. Read first: RFC 9293, section 3.10.7.4, whose steps the functions follow in name
// and order; RFC 5961 and RFC 7323, section 5, which change some of them.

extension TCPControlBlock {
  /// Handles a segment in a state other than SYN-SENT and CLOSED.
  ///
  /// - Returns: A reset to be sent in answer, or nil.
  func receive(_ segment: borrowing TCPSegment, now: Instant) -> TCPHeader? {
    if isRepeatedSyn(segment) {
      needsHandshake = true
      return nil
    }
    if isCrossedAnswer(segment) {
      heard(now: now)
      establish(segment, now: now)
      return nil
    }
    guard checkTimestamps(segment, now: now), checkSequence(segment, now: now) else { return nil }
    guard !segment.header.flags.contains(.rst) else {
      receiveReset(segment)
      return nil
    }
    guard !segment.header.flags.contains(.syn) else {
      // The challenge of RFC 5961, section 4.2: a peer that has really restarted answers by a
      // reset.
      needsChallenge = true
      return nil
    }
    guard segment.header.flags.contains(.ack) else { return nil }
    if state == .synReceived {
      guard completeHandshake(segment, now: now) else { return segment.refusal }
    }
    guard checkAcknowledgment(segment) else { return nil }
    heard(now: now)
    rememberTimestamp(segment, now: now)
    processAcknowledgment(segment, now: now)
    followAcknowledgment(now: now)
    // Urgent data is data like any other: RFC 6093, section 5.
    if let reset = receiveData(segment, now: now) { return reset }
    receiveFin(segment, now: now)
    return nil
  }

  /// Handles the next segment in order where nothing unusual goes on, which is most of them.
  ///
  /// What it does is what the steps below would; they decide wherever there is more to decide.
  ///
  /// - Returns: False, having done nothing, if it is none.
  @inline(__always)
  func receivePredicted(_ segment: borrowing TCPSegment, now: Instant) -> Bool {
    let header = segment.header
    let number = header.acknowledgmentNumber
    let byteCount = segment.payload.byteCount
    guard state == .established,
      header.flags.rawValue & ~TCPFlags.psh.rawValue == TCPFlags.ack.rawValue,
      header.sequenceNumber == reassembly.next, number >= unacknowledged, number <= nextSend,
      number != unacknowledged || byteCount > 0, recoveryPoint == nil, !reassembly.hasBlocks,
      header.sack.count == 0, inFlight.sackedCount == 0, duplicateCount == 0, finNumber == nil,
      timers.persist == TCPTimers.never, !isReadAbandoned, probe.end == nil,
      byteCount <= advertisedEnd.distance(from: reassembly.next)
    else { return false }
    if usesTimestamps {
      guard let times = header.timestamps,
        !TCPTimestamps.isOlder(times.value, than: recentTimestamp)
      else { return false }
      rememberTimestamp(segment, now: now)
    }
    heard(now: now)
    setSendWindow(header.window)
    windowSequence = header.sequenceNumber
    windowAcknowledgment = number
    if number != unacknowledged {
      let isLimited = inFlight.inFlightByteCount + segmentByteCount > congestion.window
      detection.beginAcknowledgment()
      takeProgress(number, header, isLimited: isLimited, now: now)
    }
    return byteCount == 0 || receiveData(segment, now: now) == nil
  }

  /// Whether the peer has not heard our SYN and sends its own again.
  private func isRepeatedSyn(_ segment: borrowing TCPSegment) -> Bool {
    state == .synReceived && segment.header.flags.contains(.syn)
      && !segment.header.flags.containsAny(of: .rst | .ack)
      && segment.header.sequenceNumber + 1 == reassembly.next
  }

  /// Whether the peer, whose SYN has crossed ours, answers it: section 3.5, figure 7, line 6.
  private func isCrossedAnswer(_ segment: borrowing TCPSegment) -> Bool {
    state == .synReceived && segment.header.flags.contains(.syn | .ack)
      && !segment.header.flags.contains(.rst)
      && segment.header.sequenceNumber + 1 == reassembly.next
      && segment.header.acknowledgmentNumber == nextSend
  }

  // MARK: First, check the sequence number

  /// Whether the timestamps say that the segment is none of long ago: RFC 7323, section 5.3, R1.
  private func checkTimestamps(_ segment: borrowing TCPSegment, now: Instant) -> Bool {
    guard usesTimestamps, !segment.header.flags.contains(.rst) else { return true }
    guard let times = segment.header.timestamps else { return false }
    guard TCPTimestamps.isOlder(times.value, than: recentTimestamp) else { return true }
    if isRecentTimestampOutdated(now: now) { return true }
    needsAcknowledgment = true
    return false
  }

  /// Whether any part of the segment lies in the window; the four cases of the table.
  private func checkSequence(_ segment: borrowing TCPSegment, now: Instant) -> Bool {
    let number = segment.header.sequenceNumber
    let next = reassembly.next
    let length = segment.length
    let window = max(advertisedEnd.distance(from: next), 0)
    let isStartInside = number >= next && number < next + window
    let isEndInside =
      length > 0 && number + (length - 1) >= next && number + (length - 1) < next + window
    // Who has filled the window acknowledges from its end, where a reset must not lie.
    let mayLieAtEnd = length == 0 && !segment.header.flags.contains(.rst)
    let isAcceptable =
      window == 0
      // A full window still takes acknowledgements, and the data of a window probe is cut off.
      ? number == next
      : isStartInside || isEndInside || mayLieAtEnd && number == next + window
    guard !isAcceptable else { return true }
    if segment.header.flags.contains(.rst) { return false }
    // What arrived twice is reported; nothing that is refused may bring anything new.
    let old = min(next.distance(from: number), segment.payload.byteCount)
    if old > 0 { _ = reassembly.insert(segment.payload.extracting(0..<old), at: number) }
    // Only a FIN that is sent again makes it wait anew: section 3.10.7.4, eighth step.
    if state == .timeWait, segment.header.flags.contains(.fin) { enterTimeWait(now: now) }
    needsAcknowledgment = true
    return false
  }

  // MARK: Second, check the RST bit

  /// Handles a reset whose number lies in the window: RFC 5961, section 3.2.
  private func receiveReset(_ segment: borrowing TCPSegment) {
    guard segment.header.sequenceNumber == reassembly.next else {
      needsChallenge = true
      return
    }
    switch state {
    case .synReceived: finish(.refused)
    case .established, .finWait1, .finWait2, .closeWait: finish(.reset)
    case .closing, .lastAck, .timeWait, .synSent, .closed: finish()
    }
  }

  // MARK: Fifth, check the ACK field

  /// Establishes the connection if our SYN is acknowledged.
  ///
  /// - Returns: False if something else is acknowledged.
  private func completeHandshake(_ segment: borrowing TCPSegment, now: Instant) -> Bool {
    let number = segment.header.acknowledgmentNumber
    guard number > unacknowledged, number <= nextSend else { return false }
    state = .established
    timers.end = TCPTimers.never
    windowSequence = segment.header.sequenceNumber
    windowAcknowledgment = number
    setSendWindow(segment.header.window)
    events.insert(.established)
    armKeepAlive(now: now)
    return true
  }

  /// Whether the acknowledgement is one that the peer may send: RFC 5961, section 5.2.
  private func checkAcknowledgment(_ segment: borrowing TCPSegment) -> Bool {
    let number = segment.header.acknowledgmentNumber
    guard number <= nextSend, number >= unacknowledged - maximumSendWindow else {
      needsChallenge = true
      return false
    }
    return true
  }

  /// Changes the state as far as our FIN is acknowledged.
  private func followAcknowledgment(now: Instant) {
    guard isFinAcknowledged else { return }
    switch state {
    case .finWait1:
      state = .finWait2
      if isReadAbandoned { timers.end = now.advanced(byNanoseconds: settings.timeWait) }
    case .closing: enterTimeWait(now: now)
    case .lastAck: finish()
    case .synSent, .synReceived, .established, .finWait2, .closeWait, .timeWait, .closed: break
    }
  }

  // MARK: Seventh, process the segment text

  /// Takes the data.
  ///
  /// - Returns: A reset if nobody will read it.
  private func receiveData(_ segment: borrowing TCPSegment, now: Instant) -> TCPHeader? {
    let byteCount = segment.payload.byteCount
    guard byteCount > 0, state.mayReceive else { return nil }
    if isReadAbandoned {
      finish(.aborted)
      return segment.refusal
    }
    let needed = segment.header.sequenceNumber.distance(from: reassembly.next) + byteCount
    guard !budget.isShort || needed <= max(receiveRoom, reassembly.spareCount) else {
      // As if it had not arrived: the peer sends it again.
      budget.refusalCount &+= 1
      return nil
    }
    let hadGap = reassembly.hasGap
    let fresh =
      isShown
      ? insertRest(of: segment)
      : reassembly.insert(segment.payload, at: segment.header.sequenceNumber)
    // The network card may have put several together.
    largestReceived = max(largestReceived, min(byteCount, settings.maximumSegmentSize))
    if fresh > 0 { events.insert(.readable) }
    unreportedByteCount += fresh
    if hadGap || reassembly.hasBlocks || fresh < byteCount
      || unreportedByteCount >= 2 * largestReceived
    {
      needsAcknowledgment = true
      reassembly.ring.raiseLimit()
    } else if timers.delayedAcknowledgment == TCPTimers.never {
      timers.delayedAcknowledgment = now.advanced(byNanoseconds: settings.acknowledgmentDelay)
    }
    return nil
  }

  /// Shows the user data in order before it is copied, and keeps what the user leaves.
  ///
  /// - Returns: How many bytes were taken or became readable.
  @inline(never)
  private func insertRest(of segment: borrowing TCPSegment) -> Int {
    let number = segment.header.sequenceNumber
    let byteCount = segment.payload.byteCount
    // Safe: whoever is told takes itself out before it goes.
    guard let user = unsafe user, number == reassembly.next, reassembly.readableCount == 0,
      !reassembly.hasGap,
      byteCount <= advertisedEnd.distance(from: number)
    else { return reassembly.insert(segment.payload, at: number) }
    let taken = user.take(arrival: segment.payload)
    precondition(taken >= 0 && taken <= byteCount, "bytes were taken that nobody showed")
    reassembly.pass(taken)
    // A small window is full of what is not there any more.
    offerWindow()
    guard taken < byteCount else { return taken }
    return taken
      + reassembly.insert(segment.payload.extracting(taken..<byteCount), at: number + taken)
  }

  // MARK: Eighth, check the FIN bit

  /// Takes the FIN, as soon as all before it has arrived.
  private func receiveFin(_ segment: borrowing TCPSegment, now: Instant) {
    if segment.header.flags.contains(.fin), finNumber == nil {
      let number = segment.header.sequenceNumber + segment.payload.byteCount
      // One beyond the room is not kept; the peer sends it again.
      if number.distance(from: reassembly.next) <= reassembly.room { finNumber = number }
      needsAcknowledgment = true
    }
    guard let number = finNumber, number == reassembly.next, !state.isReceiveFinished else {
      return
    }
    reassembly.skipControl()
    needsAcknowledgment = true
    events.insert(.readable)
    switch state {
    case .synReceived, .established: state = .closeWait
    case .finWait1: state = .closing
    case .finWait2: enterTimeWait(now: now)
    case .synSent, .closeWait, .closing, .lastAck, .timeWait, .closed: break
    }
  }

  // MARK: Around

  /// Notes that the peer is alive.
  func heard(now: Instant) {
    heardAt = now
    keepAlivesSent = 0
    armKeepAlive(now: now)
  }

  /// Notes the peer's clock if the segment spans what we acknowledged last: RFC 7323, section 4.3.
  private func rememberTimestamp(_ segment: borrowing TCPSegment, now: Instant) {
    guard usesTimestamps, let times = segment.header.timestamps,
      segment.header.sequenceNumber <= lastAcknowledged,
      !TCPTimestamps.isOlder(times.value, than: recentTimestamp)
        || isRecentTimestampOutdated(now: now)
    else { return }
    recentTimestamp = times.value
    recentTimestampAt = now
  }

  /// Whether the peer's clock may have come round, as after 24 days: RFC 7323, section 5.5.
  private func isRecentTimestampOutdated(now: Instant) -> Bool {
    now.nanoseconds(since: recentTimestampAt) > 24 * 86_400 * 1_000_000_000
  }

  /// Takes the window that a segment offers.
  func setSendWindow(_ window: UInt16) {
    sendWindow = Int(window) << Int(sendShift)
    maximumSendWindow = max(maximumSendWindow, sendWindow)
  }
}
