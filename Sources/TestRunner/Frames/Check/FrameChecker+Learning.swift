/// What frames to the guest tell about those that it may send.
extension FrameChecker {
  /// Takes note of a frame that the guest will accept; others mean nothing.
  func learn(_ frame: SeenFrame) {
    let bytes = frame.bytes
    guard bytes.count >= 34, bytes.word(at: 12) == EtherType.ipv4,
      let packet = IPv4View(bytes.dropFirst(14)), packet.hasValidChecksum
    else { return }
    guard packet.isFragment else { return learn(packet, packet.payload, frame.offload) }
    guard let payload = fragmentsToGuest.take(packet) else { return }
    payload.withUnsafeBytes { learn(packet, ByteView($0), SeenFrame.Offload()) }
  }

  private func learn(_ packet: IPv4View, _ payload: ByteView, _ offload: SeenFrame.Offload) {
    switch packet.protocolNumber {
    case IPProtocol.icmp where payload.count >= 8 && payload[0] == 8:
      echoes[EchoRequest(of: packet.source, payload)] = true
    case IPProtocol.udp where payload.count >= 248 && payload.long(at: 0) == 67 << 16 | 68:
      learnAddress(payload.dropFirst(8))
    case IPProtocol.tcp:
      guard let segment = TCPView(payload) else { return }
      if offload.checksumStart == nil, wrongChecksum(packet, payload, at: 16, offload) != nil {
        return
      }
      learn(packet, segment)
    default: break
    }
  }

  /// Learns the address that a DHCP server gives the guest.
  private func learnAddress(_ message: ByteView) {
    let isAnswer = message[0] == 2
    let isForGuest = message.part(from: 28, count: 6).buffer.elementsEqual(guest.hardwareAddress)
    if isAnswer && isForGuest && message.long(at: 16) != 0 {
      guest.addresses.insert(message.long(at: 16))
    }
  }
}
