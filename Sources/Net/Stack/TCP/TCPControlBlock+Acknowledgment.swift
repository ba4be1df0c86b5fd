internal import Wire

// What an acknowledgement changes. Read first: RFC 9293, section 3.10.7.4, fifth step; RFC 6675,
// section 5; RFC 8985, section 6.2; RFC 6582 for peers without selective acknowledgements.

extension TCPControlBlock {
  /// Takes what an acknowledgement says of our data and of the peer's window.
  func processAcknowledgment(_ segment: borrowing TCPSegment, now: Instant) {
    let header = segment.header
    let number = header.acknowledgmentNumber
    // What an old acknowledgement offers counts from its own number, not from the present one.
    guard number >= unacknowledged else { return }
    let isWindowChanged = updateWindow(header, now: now)
    let inFlightBefore = inFlight.inFlightByteCount
    let isLimited = inFlightBefore + segmentByteCount > congestion.window
    // What answers a probe of a closed window tells of no segment that has arrived.
    let isDuplicate =
      number == unacknowledged && segment.length == 0 && !isWindowChanged && !inFlight.isEmpty
      && timers.persist == TCPTimers.never
    detection.beginAcknowledgment()
    let isDuplicateReported = usesSACK && takeBlocks(header, now: now)
    if number > unacknowledged { takeProgress(number, header, isLimited: isLimited, now: now) }
    if isDuplicate, !usesSACK { duplicateCount += 1 }
    if probe.acknowledge(number, isDuplicateReported: isDuplicateReported) {
      congestion.enterRecovery(inFlight: inFlightBefore)
    }
    detectLosses(inFlightBefore: inFlightBefore, now: now)
  }

  // MARK: The window

  /// Takes the window, if the segment is newer than the one that set it last.
  ///
  /// What acknowledges more than all before is newer, whatever its number: what fills a gap in the
  /// peer's data is behind that which came early. Otherwise the old window would count from further
  /// on, and reach where the peer takes nothing.
  ///
  /// - Returns: Whether the window is another one now.
  private func updateWindow(_ header: TCPHeader, now: Instant) -> Bool {
    guard state.isSynchronized else { return false }
    guard
      windowSequence < header.sequenceNumber
        || windowSequence == header.sequenceNumber
          && windowAcknowledgment <= header.acknowledgmentNumber
        || unacknowledged < header.acknowledgmentNumber
    else { return false }
    let before = sendWindow
    setSendWindow(header.window)
    if windowSequence < header.sequenceNumber { windowSequence = header.sequenceNumber }
    windowAcknowledgment = header.acknowledgmentNumber
    guard before != sendWindow else { return false }
    if sendWindow > 0, timers.persist != TCPTimers.never {
      timers.persist = TCPTimers.never
      needsWindowProbe = false
      timeout.resetBackoff()
      progressedAt = now
      if !inFlight.isEmpty, header.acknowledgmentNumber == unacknowledged { resendProbe(now: now) }
    }
    return true
  }

  /// Sends again at once what has probed the window and was refused, which was no congestion.
  @inline(never)
  private func resendProbe(now: Instant) {
    inFlight.markLost(at: 0)
    if recoveryPoint == nil { beginResending() }
    // No timer runs for a probe; the peer may say in the same breath that it has it after all, so
    // that nothing is sent again that would start one.
    armRetransmission(now: now)
  }

  // MARK: Progress

  /// Takes out what was acknowledged.
  func takeProgress(
    _ number: SequenceNumber, _ header: TCPHeader, isLimited: Bool, now: Instant
  ) {
    let fresh = number.distance(from: unacknowledged)
    let echoedAt = echoTime(header, now: now)
    var sample: UInt64?
    var isAmbiguous = duplicateCount > 0
    inFlight.acknowledge(upTo: number) { segment in
      detection.note(segment, echoedAt: echoedAt, now: now)
      if segment.isRetransmitted || segment.isSacked {
        isAmbiguous = true
      } else {
        sample = now.nanoseconds(since: segment.sentAt)
      }
    }
    // What waited behind a gap tells nothing of the way (Karn's rule: RFC 6298, section 3).
    if isAmbiguous || sample == nil { sample = echoedAt.map { now.nanoseconds(since: $0) } }
    if let sample {
      timeout.measure(sample)
    } else if unacknowledged == initialSend {
      timeout.handshakeTimedOut()
    } else {
      timeout.resetBackoff()
    }
    unacknowledged = number
    // It must not come to lie half the circle behind.
    smallEnd = .max(smallEnd, number)
    deflateDuplicates(fresh, upTo: number)
    progressedAt = now
    removeFromQueue(upTo: number)
    if recoveryPoint == nil, isLimited {
      congestion.acknowledge(fresh, now: now, roundTrip: timeout.smoothed ?? 0)
    } else if isTimeoutRecovery {
      congestion.acknowledge(fresh, now: now, roundTrip: timeout.smoothed ?? 0)
    }
    continueRecovery(at: number)
    armRetransmission(now: now)
  }

  /// Takes off as many duplicates as there were segments acknowledged, so that a partial
  /// acknowledgement leaves room for what it shows to be lost: RFC 6582, section 3.2, step 3.
  private func deflateDuplicates(_ byteCount: Int, upTo number: SequenceNumber) {
    guard !usesSACK, !isTimeoutRecovery, let point = recoveryPoint, number < point else {
      duplicateCount = 0
      return
    }
    duplicateCount = max(duplicateCount - byteCount / max(segmentByteCount, 1) + 1, 0)
  }

  private func removeFromQueue(upTo number: SequenceNumber) {
    let byteCount = min(number.distance(from: queueStart), sendQueue.count)
    guard byteCount > 0 else { return }
    sendQueue.removeFirst(byteCount)
    queueStart += byteCount
    let isHalfFree = sendQueue.room >= sendQueue.limit / 2
    if heldByteCount > 0, isHalfFree, budget.room(sendQueue.room, count: sendQueue.count) > 0 {
      hold(0)
      events.insert(.writable)
    }
  }

  /// When the segment was sent that the peer echoes; nil if it does not tell.
  private func echoTime(_ header: TCPHeader, now: Instant) -> Instant? {
    guard usesTimestamps, let times = header.timestamps, times.echo != 0 else { return nil }
    let age = timestamp(at: now) &- times.echo
    // An echo of the future, or of weeks ago, is none.
    guard age < 1 << 30, UInt64(age) * 1_000_000 <= now.nanoseconds else { return nil }
    return Instant(nanoseconds: now.nanoseconds - UInt64(age) * 1_000_000)
  }

  // MARK: Selective acknowledgements

  /// Marks what the peer has ahead of a gap.
  ///
  /// - Returns: Whether it reports data that arrived twice: RFC 2883, section 4.
  private func takeBlocks(_ header: TCPHeader, now: Instant) -> Bool {
    guard header.sack.count > 0 else { return false }
    let number = header.acknowledgmentNumber
    let echoedAt = echoTime(header, now: now)
    var isDuplicateReported = false
    for index in 0..<header.sack.count {
      let block = header.sack[index]
      guard block.start < block.end, block.end <= nextSend else { continue }
      if index == 0, isDuplicate(block, header) {
        isDuplicateReported = true
        detection.noteDuplicate(acknowledged: number, next: nextSend)
        continue
      }
      // What begins there would have been acknowledged: RFC 2018, section 4.
      guard block.start > unacknowledged else { continue }
      inFlight.markSacked(block, unit: segmentByteCount, isShort: budget.isShort) {
        detection.note($0, echoedAt: echoedAt, now: now)
      }
    }
    return isDuplicateReported
  }

  private func isDuplicate(_ block: SACKBlock, _ header: TCPHeader) -> Bool {
    if block.end <= header.acknowledgmentNumber { return true }
    guard header.sack.count > 1 else { return false }
    let second = header.sack[1]
    return block.start >= second.start && block.end <= second.end
  }

  // MARK: Losses

  /// Finds out what was lost, and begins to repair it.
  private func detectLosses(inFlightBefore: Int, now: Instant) {
    guard !inFlight.isEmpty, state.isSynchronized else {
      timers.reordering = TCPTimers.never
      return
    }
    if usesSACK {
      detectByTime(now: now)
    } else if recoveryPoint == nil, duplicateCount >= LossDetection.duplicateThreshold {
      inFlight.markLost(at: 0)
    }
    guard inFlight.lostByteCount > 0, recoveryPoint == nil else { return }
    enterRecovery(inFlightBefore: inFlightBefore)
  }

  /// Marks segments that have become too late as lost.
  func detectByTime(now: Instant) {
    guard inFlight.sackedCount > 0 || recoveryPoint != nil else {
      timers.reordering = TCPTimers.never
      return
    }
    let next = detection.detect(
      in: &inFlight, smoothed: timeout.smoothed ?? 0, isRecovering: recoveryPoint != nil, now: now)
    timers.reordering = next ?? TCPTimers.never
  }

  /// Begins to repair losses: RFC 6675, section 5, step 4.
  @inline(never)
  func enterRecovery(inFlightBefore: Int) {
    beginResending()
    isResending = false
    congestion.enterRecovery(inFlight: inFlightBefore)
  }

  /// Begins to send again what is marked as lost, without taking that for congestion.
  @inline(never)
  private func beginResending() {
    recoveryPoint = nextSend
    isTimeoutRecovery = false
    isResending = true
    probe.cancel()
    timers.tailLoss = TCPTimers.never
  }

  /// Has what is under way and longer than passes on its way go again in pieces.
  ///
  /// Source: RFC 1191, section 6.4: at once, and not as after congestion.
  @inline(never)
  func resendLongSegments() {
    guard state.isSynchronized else { return }
    for index in 0..<inFlight.count where inFlight[index].byteCount > segmentByteCount {
      inFlight.markLost(at: index)
    }
    if inFlight.lostByteCount > 0, recoveryPoint == nil { beginResending() }
  }

  /// Goes on with the repair, or ends it.
  private func continueRecovery(at number: SequenceNumber) {
    guard let point = recoveryPoint else { return }
    if number >= point {
      recoveryPoint = nil
      isTimeoutRecovery = false
      detection.recoveryEnded()
    } else if !usesSACK, !isResending, !inFlight.isEmpty {
      // A partial acknowledgement: the next one is lost, too (RFC 6582, section 3.2, step 3).
      inFlight.markLost(at: 0)
    }
  }

  /// Bytes that are believed to be in the network.
  var pipe: Int {
    // Without selective acknowledgements each duplicate tells that one segment has left the
    // network.
    max(inFlight.inFlightByteCount - (usesSACK ? 0 : duplicateCount * segmentByteCount), 0)
  }
}
