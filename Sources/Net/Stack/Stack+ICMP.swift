internal import Wire

// Control messages. Read first: RFC 792; RFC 1122, section 3.2.2.

extension Stack {
  /// How much of a rejected packet is sent back, in bytes: as much as fits into a message of 576
  /// (RFC 1812, section 4.3.2.3).
  static let quotedByteLimit = 576 - IPv4Header.byteCount - ICMPHeader.byteCount

  /// Handles the payload of a packet that is said to hold an ICMP message.
  mutating func receiveICMP(
    _ bytes: RawSpan, header: IPv4Header, isBroadcast: Bool, now: Instant,
    transmitter: inout some FrameTransmitter & ~Copyable
  ) throws(ReceiveDrop) {
    let packet: ICMPPacket
    let message: ICMPHeader
    do throws(WireError) {
      packet = try ICMPPacket(bytes)
      message = try ICMPHeader(parsing: packet, checksumPolicy: configuration.checksumPolicy)
    } catch {
      throw ReceiveDrop(icmp: error)
    }
    guard message.type == .echoRequest, message.code == 0 else {
      guard let take = hooks.control, take(message, packet.payload, header, now) else {
        throw message.type.isError ? .icmpError : .icmpUnwanted
      }
      didHandOver(now: now)
      return
    }
    // An echo from all hosts at once would be a weapon (RFC 1122, section 3.2.2.6).
    guard !isBroadcast else { throw .icmpBroadcast }
    let data = packet.payload
    let reply = ICMPHeader(type: .echoReply, parameter: message.parameter)
    do throws(SendError) {
      try sendICMP(reply, data: data, to: header.source, now: now, transmitter: &transmitter)
    } catch {
      throw ReceiveDrop(reply: error)
    }
    counters.echoRequestsAnswered &+= 1
  }

  /// Tells the sender of a packet why it was not delivered, unless that was told often enough.
  ///
  /// - Parameters:
  ///   - packet: The packet; no fragment, no ICMP message, and not sent to all hosts (RFC 1122,
  ///     section 3.2.2).
  ///   - header: The packet's header.
  ///   - code: Why it was not delivered.
  ///   - now: The present.
  ///   - transmitter: Where the message goes.
  mutating func reject(
    _ packet: IPv4Packet, header: IPv4Header, _ code: UnreachableCode, now: Instant,
    transmitter: inout some FrameTransmitter & ~Copyable
  ) {
    // An exact limit for all peers together would tell each of them what the others ask for:
    // CVE-2020-25705. The random surplus blurs it.
    guard errorLimit.take(now: now, surplus: random.next() % 3) else {
      counters.unreachablesSuppressed &+= 1
      return
    }
    let message = ICMPHeader(type: .destinationUnreachable, code: code.rawValue)
    let quoted = packet.bytes.extracting(first: Self.quotedByteLimit)
    do throws(SendError) {
      try sendICMP(message, data: quoted, to: header.source, now: now, transmitter: &transmitter)
      counters.unreachablesSent &+= 1
    } catch {
      // The drop was counted where it happened; the packet itself is counted as undeliverable.
    }
  }

  /// Sends an ICMP message.
  private mutating func sendICMP(
    _ message: ICMPHeader, data: RawSpan, to destination: IPv4Address, now: Instant,
    transmitter: inout some FrameTransmitter & ~Copyable
  ) throws(SendError) {
    let header = IPv4Header(
      source: configuration.address, destination: destination, payloadProtocol: .icmp)
    try sendIPv4(
      header, payloadByteCount: ICMPHeader.byteCount + data.byteCount, now: now,
      transmitter: &transmitter
    ) { bytes, _ in
      bytes.copy(data, at: ICMPHeader.byteCount)
      message.emit(into: &bytes)
    }
  }
}
