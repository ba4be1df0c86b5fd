internal import Wire

/// One connection: what RFC 9293 calls its transmission control block.
///
/// A function of segments and time: segments come in through `receive`, time passes in `advance`,
/// and `nextSegment` tells what may leave. It holds no clock and calls nobody.
///
/// Source: RFC 9293, section 3.3.1.
@safe
final class TCPControlBlock {
  /// This end.
  let local: Endpoint
  /// The other end.
  let remote: Endpoint
  /// What the connection is set to.
  var settings: TCPSettings
  /// How much memory the data of all connections of the host may take.
  let budget: BufferBudget
  /// What is added to our clock in timestamps, so that it tells nobody our age.
  let timestampOffset: UInt32

  /// Where it is in its life.
  var state: TCPState
  /// Why it ended; nil if in good order, or not yet.
  var error: TCPError?
  /// What the user has not been told yet.
  var events: TCPEvents = []
  /// When it does what without having heard anything.
  var timers = TCPTimers()

  // MARK: Its place among the connections of the host

  /// Its index there.
  var index = 0
  /// Tells its handle from those of others at the same index; 0 if no handle names it any more.
  var generation: UInt32 = 0
  /// Whether it is among those that may have something to send.
  var isReady = false
  /// The next of those.
  var nextReady: Unmanaged<TCPControlBlock>?
  // Safe: who is told takes itself out before its memory goes; here, and at listeners.
  /// Who is told of its events; nil if they are asked for.
  unowned(unsafe) var user: (any TCPUser)?
  /// Whether its user is shown what arrives in order, before that is kept.
  var isShown = false
  /// Whether it is among those that keep memory without data in it.
  var isWarm = false
  /// Whether it is counted among those that only wait for late segments.
  var isLate = false
  /// Whether it is among those whose user has not been told of a change.
  var isChanged = false
  /// The port that took it, until it is accepted.
  var listener: ListeningPort?
  /// How much memory of its own the host has counted, in bytes.
  var countedByteCount = 0
  /// How often a segment in the state SYN-SENT had to wait for a neighbour's answer.
  var unresolvedCount = 0

  // MARK: Sending

  /// ISS: number of our SYN.
  let initialSend: SequenceNumber
  /// SND.UNA: the first number that is not acknowledged.
  var unacknowledged: SequenceNumber
  /// SND.NXT: the next number to be sent for the first time.
  var nextSend: SequenceNumber
  /// The number behind the last segment that was not a full one.
  var smallEnd: SequenceNumber
  /// SND.WND: how many bytes behind `unacknowledged` the peer has room for.
  var sendWindow = 0
  /// The largest window that the peer has offered.
  var maximumSendWindow = 0
  /// SND.WL1 and SND.WL2: the segment that set the window last.
  var windowSequence: SequenceNumber = 0
  var windowAcknowledgment: SequenceNumber = 0
  /// By how many bits the peer shifts its windows.
  var sendShift: UInt8 = 0
  /// The data that is not acknowledged yet.
  var sendQueue: ByteRing
  /// Number of the first byte in the queue.
  var queueStart: SequenceNumber
  /// What the user keeps that was refused room, in bytes as far as they count; it is told when
  /// there is some.
  private(set) var heldByteCount = 0
  /// Whether our FIN follows the data of the queue.
  var isFinQueued = false
  /// Largest payload that is sent, options taken off.
  var segmentByteCount: Int
  /// What is under way.
  var inFlight = SentSegments()
  /// How long to wait for acknowledgements.
  var timeout = RetransmissionTimeout()
  /// How much may be under way.
  var congestion: CongestionControl
  /// Tells which segments are lost.
  var detection: LossDetection
  /// The probe for a lost tail.
  var probe = TailLossProbe()
  /// The number up to which losses are being repaired; nil if none are.
  var recoveryPoint: SequenceNumber?
  /// Whether the retransmission timer began the repair.
  var isTimeoutRecovery = false
  /// Whether nothing of what is repaired was lost to congestion: a probe of a closed window was
  /// refused, or segments were too long for their way.
  var isResending = false
  /// Acknowledgements of the same number in a row, without selective ones.
  var duplicateCount = 0
  /// When the peer last acknowledged something new, or when data was sent after silence.
  var progressedAt: Instant
  /// When the last data left.
  var sentDataAt = Instant(nanoseconds: 0)

  // MARK: What shall be sent as soon as may be

  /// An acknowledgement.
  var needsAcknowledgment = false
  /// An acknowledgement that challenges a segment which may be forged; sent if the host has not
  /// sent too many lately.
  var needsChallenge = false
  /// Our SYN.
  var needsHandshake = false
  /// A window probe.
  var needsWindowProbe = false
  /// A probe for a lost tail.
  var needsTailLossProbe = false
  /// A question whether the peer is still there.
  var needsKeepAlive = false

  // MARK: Receiving

  /// The peer's data; knows RCV.NXT.
  var reassembly: Reassembly
  /// The number behind the window that we offered.
  var advertisedEnd: SequenceNumber = 0
  /// By how many bits we shift our windows.
  var receiveShift: UInt8 = 0
  /// Number of the peer's FIN; nil if it has not arrived.
  var finNumber: SequenceNumber?
  /// Largest payload seen: whether a segment is a full one.
  var largestReceived = 536
  /// Bytes that arrived since the last acknowledgement.
  var unreportedByteCount = 0
  /// Whether the user reads no more: data that arrives resets the connection.
  var isReadAbandoned = false
  /// When the peer was heard last.
  var heardAt: Instant
  /// When the first probe of the window was due since the peer was heard from; before that, if it
  /// has been heard from since.
  var unansweredSince = Instant(nanoseconds: 0)
  /// Where it was, and when, while memory was short; nil while it was not.
  var pace: PeerPace?
  /// How many keep-alive questions went unanswered.
  var keepAlivesSent = 0

  // MARK: Options

  /// Whether both ends use timestamps.
  var usesTimestamps: Bool
  /// Whether both ends use selective acknowledgements.
  var usesSACK: Bool
  /// Whether both ends shift their windows.
  var usesWindowScale: Bool
  /// TS.Recent: the peer's clock, to be echoed.
  var recentTimestamp: UInt32 = 0
  /// When it was heard.
  var recentTimestampAt: Instant
  /// Last.ACK.sent: the number that we acknowledged last.
  var lastAcknowledged: SequenceNumber = 0

  /// Makes a block in a state before the first segment.
  init(
    local: Endpoint, remote: Endpoint, settings: TCPSettings, budget: BufferBudget,
    state: TCPState, initialSend: SequenceNumber, timestampOffset: UInt32, now: Instant
  ) {
    self.local = local
    self.remote = remote
    self.settings = settings
    self.budget = budget
    self.state = state
    self.initialSend = initialSend
    self.timestampOffset = timestampOffset
    unacknowledged = initialSend
    nextSend = initialSend
    smallEnd = initialSend
    queueStart = initialSend + 1
    sendQueue = ByteRing(limit: settings.sendLimit)
    segmentByteCount = min(536, settings.maximumSegmentSize)
    congestion = CongestionControl(
      algorithm: settings.congestionAlgorithm, segmentByteCount: segmentByteCount)
    detection = LossDetection(initial: initialSend)
    reassembly = Reassembly(next: 0, limit: settings.receiveLimit)
    usesTimestamps = settings.usesTimestamps
    usesSACK = settings.usesSACK
    usesWindowScale = settings.usesWindowScale
    receiveShift = settings.usesWindowScale ? settings.windowShift : 0
    progressedAt = now
    heardAt = now
    recentTimestampAt = now
  }

  // MARK: Facts

  /// What tells it from all others of the host.
  var key: ConnectionKey { ConnectionKey(remote: remote, localPort: local.port) }

  /// Number of our FIN, if it is queued or sent.
  var finSendNumber: SequenceNumber? { isFinQueued ? queueStart + sendQueue.count : nil }

  /// How many more bytes it may keep for its user to read.
  var receiveRoom: Int { budget.room(reassembly.room, count: reassembly.readableCount) }

  /// Whether anything may leave, as far as can be told at a glance.
  var mayHaveSegment: Bool {
    needsAcknowledgment || needsHandshake || needsWindowProbe || needsTailLossProbe
      || needsKeepAlive || unsentCount > 0 || inFlight.lostByteCount > 0
  }

  /// How much memory its data takes, in bytes.
  var bufferByteCount: Int {
    sendQueue.capacity + reassembly.capacity + inFlight.extraByteCount
  }

  /// Whether our FIN has been sent, at least once.
  var isFinSent: Bool {
    guard let number = finSendNumber else { return false }
    return nextSend > number
  }

  /// Whether our FIN has been acknowledged.
  var isFinAcknowledged: Bool {
    guard let number = finSendNumber else { return false }
    return unacknowledged > number
  }

  /// Our clock in timestamps: it ticks every millisecond.
  func timestamp(at now: Instant) -> UInt32 {
    UInt32(truncatingIfNeeded: now.nanoseconds / 1_000_000) &+ timestampOffset
  }

  /// Takes note of how much the user keeps while it waits for room.
  func hold(_ byteCount: Int) {
    budget.change(by: byteCount - heldByteCount)
    heldByteCount = byteCount
  }

  /// Ends the connection at once.
  func finish(_ error: TCPError? = nil) {
    guard state != .closed else { return }
    state = .closed
    self.error = error
    timers.stopAll()
    needsAcknowledgment = false
    needsHandshake = false
    needsWindowProbe = false
    needsTailLossProbe = false
    needsKeepAlive = false
    sendQueue.removeFirst(sendQueue.count)
    sendQueue.releaseMemory()
    inFlight = SentSegments()
    if heldByteCount > 0 { hold(0) }
    if error != nil { reassembly.discard() }
    events.formUnion([.closed, .readable, .writable])
  }

  /// Waits for late segments of a connection at whose end nothing is open.
  func enterTimeWait(now: Instant) {
    state = .timeWait
    timers.stopAll()
    timers.end = now.advanced(byNanoseconds: settings.timeWait)
    releaseMemory()
    events.formUnion([.readable, .writable])
  }
}
