public import Wire

// Address resolution. Read first: RFC 826, "Packet Reception"; RFC 1122, section 2.3.2; RFC 5227,
// sections 2.3 and 2.4.

extension Stack {
  /// Visits what is known of the hosts on the link.
  ///
  /// - Parameter body: Takes a host, its card or nil as long as that is asked for, and when it was
  ///   confirmed, or first asked for.
  public mutating func forEachNeighbor(
    _ body: (_ address: IPv4Address, _ hardware: MACAddress?, _ confirmed: Instant) -> Void
  ) {
    neighbors.forEach(body)
  }

  /// Time between two defences of our address, in nanoseconds: 10 s (RFC 5227, section 1.1).
  static let defendNanoseconds: UInt64 = 10_000_000_000

  /// Tells all hosts on the link which card our address is at, if there is one.
  ///
  /// - Parameters:
  ///   - now: The present.
  ///   - transmitter: Where the announcement goes.
  public mutating func announce(
    now: Instant, transmitter: inout some FrameTransmitter & ~Copyable
  ) {
    guard configuration.hasAddress else { return }
    let message = ARPMessage(
      operation: .request, senderHardware: configuration.hardware, sender: configuration.address,
      targetHardware: .zero, target: configuration.address)
    if send(message, to: .broadcast, transmitter: &transmitter) {
      counters.arpAnnouncementsSent &+= 1
    }
  }

  /// Handles the payload of a frame that is said to hold an ARP packet.
  mutating func receiveARP(
    _ bytes: RawSpan, now: Instant, transmitter: inout some FrameTransmitter & ~Copyable
  ) throws(ReceiveDrop) {
    let message: ARPMessage
    do throws(WireError) { message = try ARPMessage(parsing: ARPPacket(bytes)) } catch {
      throw ReceiveDrop(arp: error)
    }
    guard message.operation == .request || message.operation == .reply else {
      throw .arpUnknownOperation
    }
    guard message.senderHardware != configuration.hardware else { throw .arpMalformed }
    if let hear = hooks.hearARP { hear(message) }
    // Who has no address yet answers to none, and its own zeroes are no one's claim.
    guard configuration.hasAddress else { throw .arpForAnother }
    guard message.sender != configuration.address else {
      defend(now: now, transmitter: &transmitter)
      throw .arpConflict
    }
    let isRequestForUs = message.operation == .request && message.target == configuration.address
    let isLearned = learn(
      message, creating: isRequestForUs, now: now, transmitter: &transmitter)
    if isRequestForUs {
      try answer(message, transmitter: &transmitter)
    } else if isLearned {
      counters.arpLearned &+= 1
    } else {
      throw message.operation == .reply ? .arpUnsolicited : .arpForAnother
    }
  }

  /// Notes what a packet says about its sender, and sends what waited for that.
  ///
  /// - Returns: Whether the sender is in the cache now.
  private mutating func learn(
    _ message: ARPMessage, creating: Bool, now: Instant,
    transmitter: inout some FrameTransmitter & ~Copyable
  ) -> Bool {
    // A probe has no sender yet, and a host of another network is no neighbour.
    guard plan.isNeighbor(message.sender) else { return false }
    let learning = neighbors.learn(
      message.sender, hardware: message.senderHardware, now: now, creating: creating)
    switch learning {
    case .ignored: return false
    case .confirmed: break
    case .moved: counters.neighborsMoved &+= 1
    case .resolved:
      sendWaiting(for: message.sender, to: message.senderHardware, transmitter: &transmitter)
    case .created(let evicted): countEviction(of: evicted)
    }
    return true
  }

  /// Tells the sender of a request which card our address is at.
  private mutating func answer(
    _ request: ARPMessage, transmitter: inout some FrameTransmitter & ~Copyable
  ) throws(ReceiveDrop) {
    let reply = ARPMessage(
      operation: .reply, senderHardware: configuration.hardware, sender: configuration.address,
      targetHardware: request.senderHardware, target: request.sender)
    guard send(reply, to: request.senderHardware, transmitter: &transmitter) else {
      throw .replyNoBuffer
    }
    counters.arpRequestsAnswered &+= 1
  }

  /// Insists on our address after another card claimed it, but not too often.
  ///
  /// The address is kept, as that of a server has to be: RFC 5227, section 2.4, case (c).
  private mutating func defend(
    now: Instant, transmitter: inout some FrameTransmitter & ~Copyable
  ) {
    if let defended, now.nanoseconds(since: defended) < Self.defendNanoseconds { return }
    defended = now
    announce(now: now, transmitter: &transmitter)
  }

  /// Asks one card, or all, for the card that an address is at.
  mutating func sendARPRequest(
    for address: IPv4Address, to hardware: MACAddress,
    transmitter: inout some FrameTransmitter & ~Copyable
  ) {
    let message = ARPMessage(
      operation: .request, senderHardware: configuration.hardware, sender: configuration.address,
      targetHardware: .zero, target: address)
    if send(message, to: hardware, transmitter: &transmitter) { counters.arpRequestsSent &+= 1 }
  }

  /// Sends an ARP packet.
  ///
  /// - Returns: Whether the transmitter had a buffer.
  mutating func send(
    _ message: ARPMessage, to hardware: MACAddress,
    transmitter: inout some FrameTransmitter & ~Copyable
  ) -> Bool {
    let header = EthernetHeader(
      destination: hardware, source: configuration.hardware, etherType: .arp)
    let byteCount = EthernetHeader.byteCount + ARPMessage.byteCount
    return transmit(byteCount: byteCount, transmitter: &transmitter) { frame in
      header.emit(into: &frame)
      var packet = frame.part(EthernetHeader.byteCount..<byteCount)
      message.emit(into: &packet)
    }
  }
}
