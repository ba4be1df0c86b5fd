/// An echo request, as the reply must repeat it.
struct EchoRequest: Hashable {
  /// Who asks.
  private let peer: UInt32
  private let byteCount: Int
  /// A hash of what follows the checksum: identifier, number and data.
  private let hash: UInt64

  init(of peer: UInt32, _ message: ByteView) {
    self.peer = peer
    byteCount = message.count
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in message.dropFirst(4).buffer { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    self.hash = hash
  }
}

/// ICMP and IGMP.
extension FrameChecker {
  func checkICMP(_ packet: IPv4View, _ message: ByteView) {
    guard message.count >= 8 else {
      return report(.icmpFormat, message, "a message of \(message.count) bytes, at least 8 are due")
    }
    var sum = InternetChecksum()
    sum.add(message)
    if sum.folded != 0xffff {
      let field = message.part(from: 2, count: 2)
      let right = InternetChecksum.expected(found: field.word(at: 0), folded: sum.folded)
      report(.icmpChecksum, field, "the message's checksum should be \(Hex.text(right))")
    }
    let code = message[1]
    switch message[0] {
    case 0: checkEchoReply(packet, message)
    case 8:
      if code != 0 { report(.icmpFormat, message.part(from: 1, count: 1), "the code is \(code)") }
    case 3: checkError(packet, message, codes: 15, rest: code == 4 ? 2 : 0)
    case 11: checkError(packet, message, codes: 1, rest: 0)
    case 12: checkError(packet, message, codes: 2, rest: 0)
    case let type: report(.icmpFormat, message.prefix(1), "the type is \(type)")
    }
  }

  private func checkEchoReply(_ packet: IPv4View, _ message: ByteView) {
    if message[1] != 0 {
      report(.icmpFormat, message.part(from: 1, count: 1), "the code is \(message[1])")
    }
    guard echoes[EchoRequest(of: packet.destination, message)] == nil else { return }
    if hasGaps || echoes.hasForgotten { return }
    let text = "nobody asked for these \(message.count) bytes"
    report(.icmpEcho, message.dropFirst(4), text)
  }

  /// Checks an error: its code, the bytes without a meaning, and the packet that it quotes.
  ///
  /// - Parameters:
  ///   - packet: The packet that carries it.
  ///   - message: The error.
  ///   - codes: The highest code.
  ///   - rest: How many of the last bytes of the second word have a meaning: a size or a pointer.
  private func checkError(_ packet: IPv4View, _ message: ByteView, codes: UInt8, rest: Int) {
    if message[1] > codes {
      report(.icmpFormat, message.part(from: 1, count: 1), "the code is \(message[1])")
    }
    let isPointer = message[0] == 12
    let unused =
      isPointer ? message.part(from: 5, count: 3) : message.part(from: 4, count: 4 - rest)
    // RFC 4884 gives the second byte a meaning, which nobody here uses.
    if unused.firstNonZero != nil { report(.icmpFormat, unused, "unused bytes are not zero") }
    let quote = message.dropFirst(8)
    guard quote.count >= 20, quote[0] >> 4 == 4, quote[0] & 0x0f >= 5 else {
      return report(.icmpError, quote, "no packet is quoted")
    }
    let header = Int(quote[0] & 0x0f) * 4
    let total = Int(quote.word(at: 2))
    if quote.count < min(header + 8, total) {
      report(.icmpError, quote, "less than a header and 8 bytes are quoted")
    }
    if quote.count > total { report(.icmpError, quote, "more than the packet is quoted") }
    let source = quote.long(at: 12)
    if source != packet.destination {
      report(.icmpError, quote.part(from: 12, count: 4), "it goes to another than it is about")
    }
    checkCause(quote, header)
  }

  /// Checks that an error may be about a packet.
  ///
  /// Source: RFC 1122, section 3.2.2.
  private func checkCause(_ quote: ByteView, _ header: Int) {
    let destination = quote.long(at: 16)
    if GuestIdentity.isMulticast(destination) || guest.isBroadcast(destination) {
      report(.icmpError, quote.part(from: 16, count: 4), "it is about what went to more than one")
    }
    if quote.word(at: 6) & 0x1fff != 0 {
      report(.icmpError, quote.part(from: 6, count: 2), "it is about a fragment but the first")
    }
    if quote[9] == IPProtocol.icmp, quote.count > header, [3, 4, 5, 11, 12].contains(quote[header])
    {
      report(.icmpError, quote.part(from: header, count: 1), "it is about an error")
    }
  }

  func checkIGMP(_ packet: IPv4View, _ message: ByteView) {
    guard message.count >= 8 else {
      return report(.igmpFormat, message, "a message of \(message.count) bytes, at least 8 are due")
    }
    var sum = InternetChecksum()
    sum.add(message)
    if sum.folded != 0xffff {
      report(.igmpFormat, message.part(from: 2, count: 2), "the message's checksum is wrong")
    }
    if packet.timeToLive != 1 {
      report(.igmpFormat, packet.bytes.part(from: 8, count: 1), "the time to live is not 1")
    }
    let group = message.part(from: 4, count: 4)
    let expected: UInt32? =
      switch message[0] {
      case 0x12, 0x16: message.long(at: 4)
      case 0x17: 0xe000_0002
      case 0x22: 0xe000_0016
      default: nil
      }
    guard let expected else {
      return report(.igmpFormat, message.prefix(1), "no host sends type \(message[0])")
    }
    if message[0] != 0x22 && !GuestIdentity.isMulticast(message.long(at: 4)) {
      report(.igmpFormat, group, "\(dotted(message.long(at: 4))) is no group")
    }
    if packet.destination != expected {
      report(.igmpFormat, packet.bytes.part(from: 16, count: 4), "it goes to another group")
    }
  }
}
