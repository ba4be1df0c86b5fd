internal import Wire

// What the user of a connection can do. Read first: RFC 9293, sections 3.9.1 and 3.10.2 to 3.10.5.

extension TCPControlBlock {
  /// Whether data can be queued, if there is room.
  var mayWrite: Bool {
    guard !isFinQueued else { return false }
    switch state {
    case .synSent, .synReceived, .established, .closeWait: return true
    case .finWait1, .finWait2, .closing, .lastAck, .timeWait, .closed: return false
    }
  }

  /// How many bytes can be queued.
  var writableCount: Int { budget.room(sendQueue.room, count: sendQueue.count) }

  /// Queues data to be sent that a closure writes, in one piece.
  ///
  /// - Returns: Whether there was room; else nothing was called.
  @inline(__always)
  func write(
    atMost most: Int, now: Instant, _ body: (inout MutableRawSpan) -> Int
  ) -> Bool {
    guard most <= writableCount else {
      sendQueue.raiseLimit()
      return false
    }
    noteWrite(now: now)
    return sendQueue.append(atMost: most, body)
  }

  /// Queues data to be sent.
  ///
  /// - Returns: How many of the bytes were taken; 0 if there is no room, or no more may be sent.
  @inline(__always)
  func write(_ bytes: RawSpan, now: Instant) -> Int {
    guard mayWrite else { return 0 }
    noteWrite(now: now)
    let taken = sendQueue.append(bytes.extracting(first: writableCount))
    if taken < bytes.byteCount {
      hold(min(bytes.byteCount, BufferBudget.heldLimit))
      sendQueue.raiseLimit()
    }
    return taken
  }

  /// Begins slowly again if nothing was sent for a while: the network may have changed meanwhile.
  private func noteWrite(now: Instant) {
    if inFlight.isEmpty, sendQueue.count == 0, let smoothed = timeout.smoothed,
      now.nanoseconds(since: sentDataAt) > max(timeout.value, smoothed)
    {
      congestion.restartAfterIdle()
    }
  }

  /// Shows the data that can be read, as much as lies together, and removes what was taken.
  ///
  /// - Parameter body: Gets the bytes, of which there may be none, and returns how many it took.
  /// - Returns: How many that were.
  func read(_ body: (RawSpan) -> Int) -> Int {
    let taken = reassembly.withFirst(body)
    guard taken > 0 else { return 0 }
    reassembly.removeFirst(taken)
    offerWindow()
    return taken
  }

  /// Why there is no data, where there is none.
  var whyNothing: TCPReadResult {
    if let error { return .broken(error) }
    return state.isReceiveFinished ? .end : .nothing
  }

  /// Copies data that can be read to the end of an array, and removes it.
  ///
  /// - Precondition: There is as much.
  func read(_ byteCount: Int, into buffer: inout [UInt8]) {
    reassembly.copyFirst(byteCount, to: &buffer)
    reassembly.removeFirst(byteCount)
    offerWindow()
  }

  /// Gives the memory back in which there is no data.
  func releaseMemory() {
    reassembly.releaseMemory()
    if sendQueue.count == 0 { sendQueue.releaseMemory() }
    inFlight.releaseMemory()
  }

  /// Tells the peer of room that has become worthwhile: RFC 9293, section 3.8.6.2.2.
  func offerWindow() {
    guard state.mayReceive, state.isSynchronized else { return }
    let offered = max(advertisedEnd.distance(from: reassembly.next), 0)
    let possible = min(receiveRoom, 65_535 << Int(receiveShift))
    if possible - offered >= min(reassembly.limit / 2, 2 * settings.maximumSegmentSize) {
      needsAcknowledgment = true
    }
  }

  /// Changes what the connection is set to.
  func configure(now: Instant, _ body: (inout TCPSettings) -> Void) {
    body(&settings)
    congestion.algorithm = settings.congestionAlgorithm
    timers.keepAlive = TCPTimers.never
    armKeepAlive(now: now)
  }

  /// Sends no more, once all that is queued has been sent.
  func closeSending() {
    switch state {
    case .synSent:
      finish()
    case .synReceived, .established, .closeWait:
      isFinQueued = true
    case .finWait1, .finWait2, .closing, .lastAck, .timeWait, .closed: break
    }
  }

  /// Sends and reads no more.
  ///
  /// - Returns: A reset to be sent if data was not read: the peer must not believe that it was (RFC
  ///   2525, section 2.17).
  func close(now: Instant) -> TCPHeader? {
    let isDataLost = reassembly.readableCount > 0
    isReadAbandoned = true
    if isDataLost, state.isSynchronized, state != .timeWait { return abort() }
    if state == .timeWait { reassembly.discard() }
    // What fills a gap from now on resets the connection: nobody will read what lies behind it.
    reassembly.discardIslands()
    reassembly.releaseMemory()
    closeSending()
    if state == .finWait2 { timers.end = now.advanced(byNanoseconds: settings.timeWait) }
    return nil
  }

  /// Ends the connection at once.
  ///
  /// - Parameter error: What the user is told.
  /// - Returns: The reset to be sent, if the peer knows of the connection.
  func abort(_ error: TCPError = .aborted) -> TCPHeader? {
    let isKnown =
      switch state {
      case .synReceived, .established, .finWait1, .finWait2, .closeWait: true
      case .synSent, .closing, .lastAck, .timeWait, .closed: false
      }
    let reset = TCPHeader(
      sourcePort: local.port, destinationPort: remote.port, sequenceNumber: nextSend,
      acknowledgmentNumber: reassembly.next, flags: .rst | .ack, window: 0)
    finish(error)
    return isKnown ? reset : nil
  }
}
