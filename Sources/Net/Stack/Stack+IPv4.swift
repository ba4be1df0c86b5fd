internal import Wire

// The Internet layer. Read first: RFC 791, section 3.1; RFC 1122, sections 3.2.1 and 3.3.1.

extension Stack {
  /// Handles the payload of a frame that is said to hold an IPv4 packet.
  @inline(__always)
  mutating func receiveIPv4(
    _ bytes: RawSpan, link: EthernetHeader, _ isChecksumKnown: Bool, now: Instant,
    transmitter: inout some FrameTransmitter & ~Copyable,
    deliver: (borrowing UDPDatagram) -> Bool
  ) throws(ReceiveDrop) {
    let packet: IPv4Packet
    let header: IPv4Header
    do throws(WireError) {
      packet = try IPv4Packet(bytes)
      header = try IPv4Header(parsing: packet, checksumPolicy: configuration.checksumPolicy)
    } catch {
      throw ReceiveDrop(ipv4: error)
    }
    if packet.headerByteCount > IPv4Header.byteCount { try Self.check(options: packet.options) }
    let isBroadcast: Bool
    if let isForAll = try Self.check(header, link: link, plan: plan) {
      isBroadcast = isForAll
    } else {
      // Nobody is asked about what is for another; about a group the members are.
      guard let isMember = hooks.isMember, isMember(header.destination) else {
        throw .ipv4ForAnother
      }
      isBroadcast = true
    }
    // The packet proves that its sender, or the gateway that sent it on, is still at its card.
    if let neighbor = plan.nextHop(toHost: header.source) {
      neighbors.confirm(neighbor, hardware: link.source, now: now)
    }
    // A time to live of 0 or 1 is no reason to drop what has arrived (RFC 1122, section 3.2.1.7).
    guard !packet.isFragment else {
      guard let take = hooks.fragment, take(packet, header, now) else { throw .ipv4Fragment }
      didHandOver(now: now)
      return
    }
    try dispatch(
      packet, header: header, isBroadcast: isBroadcast, isChecksumKnown, now: now,
      transmitter: &transmitter, deliver: deliver)
  }

  /// Counts a packet that a part off the common way took, and has it looked at.
  mutating func didHandOver(now: Instant) {
    counters.handedOver &+= 1
    detourDeadline = now
  }

  /// Hands the payload of a whole packet on.
  @inline(__always)
  mutating func dispatch(
    _ packet: IPv4Packet, header: IPv4Header, isBroadcast: Bool, _ isChecksumKnown: Bool,
    now: Instant, transmitter: inout some FrameTransmitter & ~Copyable,
    deliver: (borrowing UDPDatagram) -> Bool
  ) throws(ReceiveDrop) {
    switch header.payloadProtocol {
    case .udp:
      try receiveUDP(
        packet, header: header, isBroadcast: isBroadcast, isChecksumKnown, now: now,
        transmitter: &transmitter, deliver: deliver)
    case .icmp:
      try receiveICMP(
        packet.payload, header: header, isBroadcast: isBroadcast, now: now,
        transmitter: &transmitter)
    default:
      if header.payloadProtocol == .tcp, !isBroadcast, let handler = segmentHandler {
        handler(packet.payload, header, isChecksumKnown, now)
        counters.segmentsDelivered &+= 1
        return
      }
      if header.payloadProtocol == .igmp, let take = hooks.groupMessage {
        guard take(packet.payload, now) else { throw .ipv4UnknownProtocol }
        didHandOver(now: now)
        return
      }
      if !isBroadcast {
        reject(packet, header: header, .protocolUnreachable, now: now, transmitter: &transmitter)
      }
      throw .ipv4UnknownProtocol
    }
  }

  /// Checks whether a packet comes from a possible host and is for this one.
  ///
  /// - Returns: Whether it is for all hosts; nil if it is for others, or for a group.
  @inline(__always)
  private static func check(
    _ header: IPv4Header, link: EthernetHeader, plan: AddressPlan
  ) throws(ReceiveDrop) -> Bool? {
    guard plan.isForeignHost(header.source) else {
      // Who has no address yet speaks to all (RFC 1122, section 3.2.1.3).
      guard header.source == .unspecified, header.destination == .broadcast else {
        throw .ipv4BadSource
      }
      return true
    }
    if header.destination == plan.address {
      // RFC 1122, section 3.3.6.
      guard link.destination != .broadcast else { throw .ipv4LinkBroadcast }
      return false
    }
    guard plan.isBroadcast(header.destination) else {
      // Before it has an address, a host is known by its card alone (RFC 2131, section 4.1).
      guard plan.address == .unspecified, header.destination.isUnicast,
        !link.destination.isMulticast
      else { return nil }
      return false
    }
    return true
  }

  /// Checks the options of a packet, all of which a host may ignore but the two that turn it into
  /// a router.
  ///
  /// Source: RFC 1122, section 3.2.1.8; RFC 7126, sections 4.3 and 4.4.
  private static func check(options bytes: RawSpan) throws(ReceiveDrop) {
    var options = IPv4Options(bytes)
    var isSourceRouted = false
    while let option = options.next() {
      if option == .looseSourceRoute || option == .strictSourceRoute { isSourceRouted = true }
    }
    guard !options.isMalformed else { throw .ipv4BadOptions }
    guard !isSourceRouted else { throw .ipv4SourceRouted }
  }

  /// Sends a packet, or keeps it until its next hop is resolved.
  ///
  /// - Parameters:
  ///   - header: The packet's header.
  ///   - payloadByteCount: Number of bytes that follow the header.
  ///   - checksumOffset: Where the payload has a checksum that a card may complete, in bytes; nil
  ///     if it has none.
  ///   - now: The present.
  ///   - transmitter: Where the packet goes.
  ///   - body: Writes every byte of the payload; called at most once, and told whether the card
  ///     completes the checksum.
  /// - Throws: `tooLong`, `unreachable` or `noBuffer`; the drop is counted.
  @inline(__always)
  mutating func sendIPv4(
    _ header: IPv4Header, payloadByteCount: Int, checksumOffset: Int? = nil, now: Instant,
    transmitter: inout some FrameTransmitter & ~Copyable,
    _ body: (inout MutableRawSpan, Bool) -> Void
  ) throws(SendError) {
    guard payloadByteCount <= sendLimit - IPv4Header.byteCount else {
      try divert(header, payloadByteCount: payloadByteCount, now: now, .tooLong, body)
      return
    }
    let byteCount = EthernetHeader.byteCount + IPv4Header.byteCount + payloadByteCount
    var link = EthernetHeader(
      destination: .broadcast, source: configuration.hardware, etherType: .ipv4)
    if !plan.isBroadcast(header.destination) {
      guard plan.isForeignHost(header.destination),
        let neighbor = nextHop(toHost: header.destination)
      else {
        try divert(header, payloadByteCount: payloadByteCount, now: now, .unreachable, body)
        return
      }
      guard let hardware = resolve(neighbor, now: now, transmitter: &transmitter) else {
        counters.packetsQueued &+= 1
        // Nobody knows what the card can do when the frame is sent, so that it has to be whole.
        let isDisplacing = waiting.add(for: neighbor, byteCount: byteCount) { frame in
          Self.write(link, header, into: &frame) { body(&$0, false) }
        }
        if isDisplacing { counters.count(.sendDisplaced) }
        return
      }
      link.destination = hardware
    }
    let checksum =
      transmitter.completesChecksums
      ? checksumOffset.map {
        PartialChecksum(start: EthernetHeader.byteCount + IPv4Header.byteCount, offset: $0)
      } : nil
    let isSent = transmit(byteCount: byteCount, checksum: checksum, transmitter: &transmitter) {
      frame in
      Self.write(link, header, into: &frame) { body(&$0, checksum != nil) }
    }
    guard isSent else { throw isLinkUp ? .noBuffer : .linkDown }
  }

  /// Hands a packet that cannot leave as it is to who may know better.
  ///
  /// - Throws: What is wrong with it if nobody does; the drop is counted.
  @inline(never)
  mutating func divert(
    _ header: IPv4Header, payloadByteCount: Int, now: Instant, _ error: SendError,
    _ body: (inout MutableRawSpan, Bool) -> Void
  ) throws(SendError) {
    var error = error
    if let divert = hooks.divert {
      guard let refusal = divert(header, payloadByteCount, body, now) else {
        detourDeadline = now
        return
      }
      error = refusal
    }
    counters.count(SendDrop(error))
    throw error
  }

  /// The neighbour that a packet for another host is handed to; nil if no route leads there.
  @inline(__always)
  mutating func nextHop(toHost host: IPv4Address) -> IPv4Address? {
    if let neighbor = plan.nextHop(toHost: host) { return neighbor }
    guard let route = hooks.route else { return nil }
    return route(host)
  }

  /// Writes a frame that holds a packet.
  @inline(__always)
  static func write(
    _ link: EthernetHeader, _ header: IPv4Header, into frame: inout MutableRawSpan,
    _ body: (inout MutableRawSpan) -> Void
  ) {
    link.emit(into: &frame)
    let byteCount = frame.byteCount
    var packet = frame.part(EthernetHeader.byteCount..<byteCount)
    let payloadByteCount = packet.byteCount - IPv4Header.byteCount
    header.emit(into: &packet, payloadByteCount: payloadByteCount)
    var payload = packet.part(IPv4Header.byteCount..<IPv4Header.byteCount + payloadByteCount)
    body(&payload)
  }

  /// The card of a neighbour, or nil if it has been asked for and not answered yet.
  @inline(__always)
  mutating func resolve(
    _ neighbor: IPv4Address, now: Instant, transmitter: inout some FrameTransmitter & ~Copyable
  ) -> MACAddress? {
    switch neighbors.resolve(neighbor, now: now) {
    case .known(let hardware): return hardware
    case .waiting: return nil
    case .stale(let hardware):
      sendARPRequest(for: neighbor, to: hardware, transmitter: &transmitter)
      return hardware
    case .started(let evicted):
      countEviction(of: evicted)
      sendARPRequest(for: neighbor, to: .broadcast, transmitter: &transmitter)
      return nil
    }
  }

  /// Sends the packets that waited for a neighbour's card.
  mutating func sendWaiting(
    for neighbor: IPv4Address, to hardware: MACAddress,
    transmitter: inout some FrameTransmitter & ~Copyable
  ) {
    let link = EthernetHeader(
      destination: hardware, source: configuration.hardware, etherType: .ipv4)
    while let index = waiting.oldest(for: neighbor) {
      let byteCount = waiting.byteCount(at: index)
      let isSent =
        isLinkUp
        && transmitter.transmit(byteCount: byteCount, checksum: nil) { frame in
          frame.copy(waiting.frame(at: index), at: 0)
          link.emit(into: &frame)
        }
      if isSent {
        counters.framesOut &+= 1
        counters.bytesOut &+= UInt64(byteCount)
      } else {
        counters.count(isLinkUp ? .sendNoBuffer : .sendLinkDown)
      }
      waiting.remove(at: index)
    }
  }

  /// Drops the packets that wait for a neighbour.
  mutating func discardWaiting(for neighbor: IPv4Address) {
    while let index = waiting.oldest(for: neighbor) {
      waiting.remove(at: index)
      counters.count(.sendUnresolved)
    }
  }

  /// Notes that a neighbour made room for another.
  mutating func countEviction(of neighbor: IPv4Address?) {
    guard let neighbor else { return }
    counters.neighborsEvicted &+= 1
    discardWaiting(for: neighbor)
  }
}
