internal import Wire

/// Frames as a peer sends them, by default from 10.0.0.1 to 10.0.0.42.
enum Frames {
  /// Writes bytes through a span.
  static func write(_ byteCount: Int, _ body: (inout MutableRawSpan) -> Void) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    var span = bytes.mutableSpan
    var target = span.mutableBytes
    body(&target)
    return bytes
  }

  /// Reads the bytes of a span.
  static func array(_ span: RawSpan) -> [UInt8] {
    (0..<span.byteCount).map { span.bigEndian(at: $0) }
  }

  static func ethernet(
    _ payload: [UInt8], type: EtherType = .ipv4, from source: MACAddress = Host.peerCard,
    to destination: MACAddress = Host.guestCard
  ) -> [UInt8] {
    write(14) {
      EthernetHeader(destination: destination, source: source, etherType: type).emit(into: &$0)
    } + payload
  }

  static func arp(_ message: ARPMessage, to destination: MACAddress = .broadcast) -> [UInt8] {
    ethernet(
      write(28) { message.emit(into: &$0) }, type: .arp, from: message.senderHardware,
      to: destination)
  }

  static func arpRequest(
    from sender: IPv4Address = Host.peer, card: MACAddress = Host.peerCard,
    for target: IPv4Address = Host.guest
  ) -> [UInt8] {
    arp(
      ARPMessage(
        operation: .request, senderHardware: card, sender: sender, targetHardware: .zero,
        target: target))
  }

  static func arpReply(
    from sender: IPv4Address = Host.peer, card: MACAddress = Host.peerCard
  ) -> [UInt8] {
    arp(
      ARPMessage(
        operation: .reply, senderHardware: card, sender: sender, targetHardware: Host.guestCard,
        target: Host.guest), to: Host.guestCard)
  }

  static func ipv4(
    _ payload: [UInt8], _ payloadProtocol: IPProtocol, from source: IPv4Address = Host.peer,
    to destination: IPv4Address = Host.guest
  ) -> [UInt8] {
    write(20) {
      IPv4Header(source: source, destination: destination, payloadProtocol: payloadProtocol)
        .emit(into: &$0, payloadByteCount: payload.count)
    } + payload
  }

  static func udp(
    _ payload: [UInt8], from source: Endpoint = Endpoint(address: Host.peer, port: 40000),
    to destination: Endpoint = Endpoint(address: Host.guest, port: 53),
    card: MACAddress = Host.peerCard, link: MACAddress = Host.guestCard
  ) -> [UInt8] {
    let header = IPv4Header(
      source: source.address, destination: destination.address, payloadProtocol: .udp)
    let datagram = write(8 + payload.count) {
      $0.copy(payload.span.bytes, at: 8)
      UDPHeader(sourcePort: source.port, destinationPort: destination.port)
        .emit(into: &$0, in: header)
    }
    return ethernet(
      ipv4(datagram, .udp, from: source.address, to: destination.address), from: card, to: link)
  }

  static func icmp(
    _ header: ICMPHeader, _ data: [UInt8] = [], from source: IPv4Address = Host.peer,
    to destination: IPv4Address = Host.guest
  ) -> [UInt8] {
    let message = write(8 + data.count) {
      $0.copy(data.span.bytes, at: 8)
      header.emit(into: &$0)
    }
    return ethernet(ipv4(message, .icmp, from: source, to: destination))
  }

  /// Changes the IPv4 header of a frame and makes its checksum good again.
  static func editing(_ frame: [UInt8], _ edit: (inout [UInt8]) -> Void) -> [UInt8] {
    var header = Array(frame[14..<34])
    edit(&header)
    header[10] = 0
    header[11] = 0
    var sum = Checksum()
    sum.add(header.span.bytes)
    header[10] = UInt8(sum.value >> 8)
    header[11] = UInt8(sum.value & 0xff)
    return frame.prefix(14) + header + frame.dropFirst(34)
  }

  /// Puts options, a multiple of 4 bytes, into the IPv4 header of a frame.
  static func adding(options: [UInt8], to frame: [UInt8]) -> [UInt8] {
    let total = UInt16(frame.count - 14 + options.count)
    return editing(frame) { header in
      header[0] = 0x45 + UInt8(options.count / 4)
      header[2] = UInt8(total >> 8)
      header[3] = UInt8(total & 0xff)
      header += options
    }
  }
}
