internal import Net
internal import Wire

// The messages of a client. Read first: RFC 2131, section 4.4 with its table 5.

extension DHCPClient {
  /// Starts to look for servers.
  mutating func discover(at now: Instant) -> [DHCPClientAction] {
    newTransaction()
    state = .selecting
    return [sendDiscover(at: now)]
  }

  /// Starts to look for servers once more.
  mutating func startOver(at now: Instant) -> [DHCPClientAction] {
    begin = now
    return discover(at: now)
  }

  /// Looks for servers.
  mutating func sendDiscover(at now: Instant) -> DHCPClientAction {
    var message = makeMessage(.discover, at: now)
    message.isBroadcast = true
    // What it had last, it would like to have again.
    message.requestedAddress = lease?.address
    setBackoff(from: now)
    return .send(message, from: .unspecified, to: .broadcast)
  }

  /// Asks for the address that a server offers, or that it had before.
  mutating func request(at now: Instant) -> DHCPClientAction {
    var message = makeMessage(.request, at: now)
    message.isBroadcast = true
    message.requestedAddress = wanted.address
    message.serverIdentifier = wanted.server
    setBackoff(from: now)
    return .send(message, from: .unspecified, to: .broadcast)
  }

  /// Accepts an offer: the first one that can be used.
  mutating func accept(_ offer: DHCPMessage, at now: Instant) -> [DHCPClientAction] {
    guard DHCPLease(offer) != nil, let server = offer.serverIdentifier else { return [] }
    wanted = (offer.yourAddress, server)
    state = .requesting
    sendCount = 0
    requestTime = now
    return [request(at: now)]
  }

  /// Whether a grant or a refusal answers what is being asked.
  func isAsking(_ answer: DHCPMessage) -> Bool {
    switch state {
    case .requesting: answer.serverIdentifier == wanted.server
    case .renewing: answer.serverIdentifier == nil || answer.serverIdentifier == lease?.server
    case .rebooting, .rebinding: true
    case .stopped, .waiting, .selecting, .probing, .bound: false
    }
  }

  /// Takes what was granted.
  mutating func take(_ grant: DHCPMessage, at now: Instant) -> [DHCPClientAction] {
    guard let granted = DHCPLease(grant) else { return [] }
    guard state.hasAddress else {
      // In both states it knows which address it asked for.
      guard granted.address == wanted.address else { return [] }
      lease = granted
      state = .probing
      nextDeadline = nil
      return [.probe(granted.address)]
    }
    guard granted.address == lease?.address else { return [] }
    return bind(granted)
  }

  /// Begins to use a lease, or goes on with it.
  mutating func bind(_ granted: DHCPLease) -> [DHCPClientAction] {
    lease = granted
    state = .bound
    refusalCount = 0
    ends = granted.seconds.map {
      (
        renewal: after(granted.renewalSeconds), rebinding: after(granted.rebindingSeconds),
        expiry: after($0)
      )
    }
    nextDeadline = ends?.renewal
    return [.configure(granted)]
  }

  /// Takes note that a server refuses.
  ///
  /// It starts over at once, but not again and again.
  mutating func beRefused(at now: Instant) -> [DHCPClientAction] {
    let lost: [DHCPClientAction] = state.hasAddress ? [.deconfigure] : []
    lease = nil
    refusalCount += 1
    guard refusalCount > 1 else { return lost + startOver(at: now) }
    wait(seconds: 1 << UInt64(min(refusalCount - 2, 6)), from: now)
    return lost
  }

  /// Tells the server that somebody else uses the address, and waits before it starts over.
  ///
  /// Source: RFC 2131, sections 3.1, step 5, and 4.4.4.
  mutating func decline(_ taken: DHCPLease, at now: Instant) -> [DHCPClientAction] {
    var message = makeMessage(.decline, at: now)
    message.seconds = 0
    message.requestedAddress = taken.address
    message.serverIdentifier = taken.server
    lease = nil
    wait(seconds: 10, from: now)
    return [.send(message, from: .unspecified, to: .broadcast)]
  }

  /// Asks for more time, or gives the address up when its time is over.
  ///
  /// Source: RFC 2131, section 4.4.5.
  mutating func extend(at now: Instant) -> [DHCPClientAction] {
    guard let ends, let lease else { return [] }
    if ends.expiry <= now { return [.deconfigure] + startOver(at: now) }
    if state == .bound { begin = now }
    // A grant counts from the request that it answers, which may be the last of many.
    newTransaction()
    requestTime = now
    state = now < ends.rebinding ? .renewing : .rebinding
    var message = makeMessage(.request, at: now)
    message.clientAddress = lease.address
    let limit = state == .renewing ? ends.rebinding : ends.expiry
    // Half of what is left, but not more often than once a minute.
    let interval = max(limit.nanoseconds(since: now) / 2, 60 * Self.second)
    nextDeadline = min(now.advanced(byNanoseconds: interval), limit)
    return [
      .send(message, from: lease.address, to: state == .renewing ? lease.server : .broadcast)
    ]
  }

  /// Chooses the number by which answers are known.
  mutating func newTransaction() {
    transaction = UInt32(truncatingIfNeeded: random.next())
    sendCount = 0
  }

  /// A message of this client.
  func makeMessage(_ kind: DHCPMessageKind, at now: Instant) -> DHCPMessage {
    var message = DHCPMessage(kind, transaction: transaction, hardware: identity.hardware)
    message.seconds = UInt16(clamping: now.nanoseconds(since: begin) / Self.second)
    message.clientIdentifier = identity.clientIdentifier
    guard kind == .discover || kind == .request else { return message }
    message.hostName = identity.hostName
    message.maximumByteCount = 1500
    message.parameterRequests = [
      DHCPOptionCode.subnetMask, .routers, .nameServers, .domainName, .mtu, .timeServers,
      .leaseTime, .renewalTime, .rebindingTime,
    ].map { $0.rawValue }
    return message
  }

  private mutating func wait(seconds: UInt64, from now: Instant) {
    state = .waiting
    nextDeadline = now.advanced(byNanoseconds: seconds * Self.second)
  }

  /// Sets the time of the next try: 4, 8, 16, 32, then 64 seconds on, give or take one.
  ///
  /// Source: RFC 2131, section 4.1.
  private mutating func setBackoff(from now: Instant) {
    let base = (4 << UInt64(min(sendCount, 4))) * Self.second
    sendCount += 1
    let jitter = random.next() % (2 * Self.second + 1)
    nextDeadline = now.advanced(byNanoseconds: base - Self.second + jitter)
  }

  private func after(_ seconds: UInt32) -> Instant {
    requestTime.advanced(byNanoseconds: UInt64(seconds) * Self.second)
  }
}
