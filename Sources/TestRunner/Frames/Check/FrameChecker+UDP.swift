/// UDP and what is known of the protocols above it.
extension FrameChecker {
  func checkUDP(_ packet: IPv4View, _ payload: ByteView, _ offload: SeenFrame.Offload) {
    guard payload.count >= 8 else {
      return report(.udpLength, payload, "a datagram of \(payload.count) bytes, at least 8 are due")
    }
    let length = payload.part(from: 4, count: 2)
    if Int(length.word(at: 0)) != payload.count {
      return report(
        .udpLength, length, "the length is \(length.word(at: 0)) in a packet of \(payload.count)")
    }
    let field = payload.part(from: 6, count: 2)
    if field.word(at: 0) == 0 && offload.checksumStart == nil {
      report(.udpChecksum, field, "there is no checksum")
    } else if let right = wrongChecksum(packet, payload, at: 6, offload) {
      // A sum of zero is sent as its complement.
      report(.udpChecksum, field, "the checksum should be \(Hex.text(right == 0 ? 0xffff : right))")
    }
    let isAnswer = payload.word(at: 0) == 53
    guard isAnswer || payload.word(at: 2) == 53 else { return }
    checkDNS(payload.dropFirst(8), isAnswer: isAnswer)
  }

  /// Checks a message of a server or client of DNS.
  func checkDNS(_ bytes: ByteView, isAnswer: Bool) {
    var reader = DNSMessageReader(bytes)
    if let fault = reader.fault(isAnswer: isAnswer) {
      report(.dnsMessage, fault.place, fault.text)
    }
  }
}
