public import Wire

// Datagrams. Read first: RFC 768; RFC 1122, section 4.1.3.

extension Stack {
  /// Largest payload of a datagram that can be sent, in bytes.
  public var maximumPayloadByteCount: Int {
    largestPayload - UDPHeader.byteCount
  }

  /// Binds a socket to a port of this host.
  ///
  /// - Parameter port: The port, or nil for one that nobody has and nobody foresees.
  /// - Returns: The socket's handle.
  /// - Throws: `invalidPort` if it is 0, `portInUse` if another socket has it, `noSocketLeft`.
  public mutating func bindUDP(port: Port?) throws(BindError) -> UDPSocketHandle {
    guard let port else { return try sockets.bindEphemeral(random: &random) }
    return try sockets.bind(port)
  }

  /// Frees the port of a socket; its handle names no socket any more.
  ///
  /// - Parameter socket: The socket's handle; one that is no longer bound is ignored.
  public mutating func unbindUDP(_ socket: UDPSocketHandle) {
    sockets.unbind(socket)
  }

  /// The port that a socket is bound to; nil if it is no longer bound.
  public func port(of socket: UDPSocketHandle) -> Port? { sockets.port(of: socket) }

  /// Sends a datagram, or keeps it until its next hop is resolved.
  ///
  /// - Parameters:
  ///   - socket: The socket that sends it.
  ///   - destination: Who shall get it: a host, or all hosts on the link.
  ///   - byteCount: Size of the payload, in bytes: 0 to `maximumPayloadByteCount`.
  ///   - now: The present.
  ///   - transmitter: Where the frame goes.
  ///   - body: Writes every byte of the payload, in place; called at most once, and not if an
  ///     error is thrown.
  /// - Throws: `notBound`, `tooLong`, `unreachable`, `noBuffer` or `linkDown`.
  @_optimize(speed)
  public mutating func sendUDP(
    from socket: UDPSocketHandle, to destination: Endpoint, byteCount: Int, now: Instant,
    transmitter: inout some FrameTransmitter & ~Copyable, _ body: (inout MutableRawSpan) -> Void
  ) throws(SendError) {
    guard let port = sockets.port(of: socket) else { throw .notBound }
    precondition(byteCount >= 0, "negative size of a datagram")
    guard byteCount <= maximumPayloadByteCount else {
      counters.count(.sendTooLong)
      throw .tooLong
    }
    guard destination.port != 0 else {
      counters.count(.sendUnreachable)
      throw .unreachable
    }
    let udp = UDPHeader(sourcePort: port, destinationPort: destination.port)
    let header = IPv4Header(
      source: configuration.address, destination: destination.address, payloadProtocol: .udp)
    let datagramByteCount = UDPHeader.byteCount + byteCount
    try sendIPv4(
      header, payloadByteCount: datagramByteCount, checksumOffset: UDPHeader.checksumOffset,
      now: now, transmitter: &transmitter
    ) { datagram, leavesChecksum in
      var payload = datagram.part(UDPHeader.byteCount..<datagramByteCount)
      body(&payload)
      udp.emit(into: &datagram, in: header, leavesChecksum: leavesChecksum)
    }
    counters.datagramsSent &+= 1
  }

  /// Handles a packet that is said to hold a datagram.
  @inline(__always)
  mutating func receiveUDP(
    _ packet: IPv4Packet, header: IPv4Header, isBroadcast: Bool, _ isChecksumKnown: Bool,
    now: Instant, transmitter: inout some FrameTransmitter & ~Copyable,
    deliver: (borrowing UDPDatagram) -> Bool
  ) throws(ReceiveDrop) {
    let datagram: UDPPacket
    let udp: UDPHeader
    do throws(WireError) {
      datagram = try UDPPacket(packet.payload)
      udp = try UDPHeader(
        parsing: datagram, in: header,
        checksumPolicy: isChecksumKnown ? .trustDevice : configuration.checksumPolicy)
    } catch {
      throw ReceiveDrop(udp: error)
    }
    guard let socket = sockets.find(udp.destinationPort) else {
      if !isBroadcast {
        reject(packet, header: header, .portUnreachable, now: now, transmitter: &transmitter)
      }
      throw .udpNoSocket
    }
    let isTaken = deliver(
      UDPDatagram(
        socket: socket, source: Endpoint(address: header.source, port: udp.sourcePort),
        destination: Endpoint(address: header.destination, port: udp.destinationPort),
        payload: datagram.payload))
    guard isTaken else { throw .udpSocketFull }
    counters.datagramsDelivered &+= 1
  }
}
