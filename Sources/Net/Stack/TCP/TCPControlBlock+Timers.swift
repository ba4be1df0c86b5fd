internal import Wire

// What time brings. Read first: RFC 6298, section 5; RFC 8985, sections 6.3 and 7; RFC 9293,
// sections 3.8.3, 3.8.4 and 3.8.6.1.

extension TCPControlBlock {
  /// Does what is due.
  func advance(to now: Instant) {
    if timers.end <= now {
      finish(state.isSynchronized ? nil : .timedOut)
      return
    }
    if timers.delayedAcknowledgment <= now {
      timers.delayedAcknowledgment = TCPTimers.never
      needsAcknowledgment = true
    }
    if timers.reordering <= now { reorderingTimedOut(now: now) }
    if timers.tailLoss <= now { tailLossTimedOut(now: now) }
    if timers.retransmission <= now { retransmissionTimedOut(now: now) }
    if timers.persist <= now { persistTimedOut(now: now) }
    if timers.keepAlive <= now { keepAliveTimedOut(now: now) }
  }

  /// Starts the timers that what is queued and under way asks for; called when nothing more can be
  /// sent for now.
  func settle(now: Instant) {
    guard state.mayTransmit, inFlight.isEmpty, timers.persist == TCPTimers.never,
      unsentCount > 0
    else { return }
    // Data waits and nothing is under way: only the window can be what holds it.
    timers.persist = now.advanced(byNanoseconds: timeout.value)
    progressedAt = now
  }

  // MARK: Starting

  /// Starts the retransmission timer anew, or stops it if nothing is under way.
  func armRetransmission(now: Instant) {
    guard !inFlight.isEmpty else {
      timers.retransmission = TCPTimers.never
      timers.tailLoss = TCPTimers.never
      needsTailLossProbe = false
      return
    }
    guard timers.persist == TCPTimers.never else { return }
    timers.retransmission = now.advanced(byNanoseconds: timeout.value)
    armTailLossProbe(now: now)
  }

  /// Starts the timer of the tail loss probe where one may be sent: RFC 8985, section 7.2.
  func armTailLossProbe(now: Instant) {
    guard usesSACK, state.isSynchronized, recoveryPoint == nil, probe.end == nil,
      inFlight.sackedCount == 0, !inFlight.isEmpty
    else {
      timers.tailLoss = TCPTimers.never
      return
    }
    let delay = TailLossProbe.timeout(smoothed: timeout.smoothed, isSingle: inFlight.count == 1)
    let deadline = now.advanced(byNanoseconds: delay)
    timers.tailLoss = deadline < timers.retransmission ? deadline : TCPTimers.never
  }

  /// Starts the timer of the question whether a silent peer is there.
  func armKeepAlive(now: Instant) {
    guard let idle = settings.keepAliveIdle, state.isSynchronized, state != .timeWait else {
      return
    }
    timers.keepAlive = now.advanced(byNanoseconds: idle)
  }

  // MARK: Expiring

  /// Sends the first segment again, more slowly each time: RFC 6298, section 5, rules 5.4 to 5.7.
  private func retransmissionTimedOut(now: Instant) {
    timers.retransmission = TCPTimers.never
    timers.tailLoss = TCPTimers.never
    guard !inFlight.isEmpty else { return }
    // A peer that has shrunk its window to nothing may take its time, as long as it answers.
    let isShut = state.isSynchronized && sendWindow == 0 && !isReadAbandoned
    let begin = isShut ? max(progressedAt, heardAt) : progressedAt
    if now.nanoseconds(since: begin) >= giveUpTime {
      finish(.timedOut)
      return
    }
    let inFlightBefore = inFlight.inFlightByteCount
    let isRepeated = timeout.backoffCount > 0
    timeout.backOff()
    timers.retransmission = now.advanced(byNanoseconds: timeout.value)
    guard state.isSynchronized else {
      needsHandshake = true
      congestion.handshakeTimedOut()
      return
    }
    // The peer has thrown away what it had reported: RFC 2018, section 8.
    if inFlight[0].isSacked { inFlight.forgetSacked() }
    inFlight.markAllLost()
    congestion.timedOut(inFlight: inFlightBefore, isRepeated: isRepeated)
    recoveryPoint = nextSend
    isTimeoutRecovery = true
    isResending = false
    duplicateCount = 0
    probe.cancel()
    needsTailLossProbe = false
    timers.reordering = TCPTimers.never
  }

  private var giveUpTime: UInt64 {
    state.isSynchronized ? settings.userTimeout : settings.connectTimeout
  }

  private func tailLossTimedOut(now: Instant) {
    timers.tailLoss = TCPTimers.never
    guard !inFlight.isEmpty, recoveryPoint == nil, probe.end == nil else { return }
    // The probe is the last full segment, though more may have been sent together.
    let last = inFlight[inFlight.count - 1]
    let dataCount = last.byteCount - (isFinSent ? 1 : 0)
    let fullCount = (dataCount - 1) / max(segmentByteCount, 1)
    inFlight.split(
      at: last.start + fullCount * segmentByteCount, segmentByteCount, isShort: budget.isShort)
    needsTailLossProbe = true
  }

  private func reorderingTimedOut(now: Instant) {
    timers.reordering = TCPTimers.never
    let inFlightBefore = inFlight.inFlightByteCount
    detectByTime(now: now)
    guard inFlight.lostByteCount > 0, recoveryPoint == nil else { return }
    enterRecovery(inFlightBefore: inFlightBefore)
  }

  /// Asks a peer with a closed window whether it has opened, for as long as it answers.
  private func persistTimedOut(now: Instant) {
    timers.persist = TCPTimers.never
    guard unsentCount > 0 || !inFlight.isEmpty else { return }
    // The silence begins with the first question that was not answered: they come to be 60 s apart.
    if heardAt >= unansweredSince { unansweredSince = now }
    // A peer that answers is waited for as long as there is a user (RFC 9293, section 3.8.6.1).
    let begin = isReadAbandoned ? progressedAt : unansweredSince
    if now.nanoseconds(since: begin) >= settings.userTimeout {
      finish(.timedOut)
      return
    }
    needsWindowProbe = true
    // A window that is open, but too small to be worth a segment, is filled without delay.
    if sendWindow == 0 || !inFlight.isEmpty { timeout.backOff() }
    timers.persist = now.advanced(byNanoseconds: timeout.value)
  }

  private func keepAliveTimedOut(now: Instant) {
    timers.keepAlive = TCPTimers.never
    guard state.isSynchronized, state != .timeWait else { return }
    if keepAlivesSent >= settings.keepAliveCount {
      finish(.timedOut)
      return
    }
    // Data under way asks the same question.
    if inFlight.isEmpty { needsKeepAlive = true }
    timers.keepAlive = now.advanced(byNanoseconds: settings.keepAliveInterval)
  }
}
