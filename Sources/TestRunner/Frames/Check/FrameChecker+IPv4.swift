/// IPv4 and what it carries.
extension FrameChecker {
  func checkIPv4(_ frame: SeenFrame, _ body: ByteView) {
    guard let packet = IPv4View(body) else {
      return report(.ipv4Header, body.prefix(20), Self.faultOfHeader(body))
    }
    checkRest(body.dropFirst(packet.bytes.count))
    checkHeader(packet)
    checkAddresses(frame.bytes, packet)
    guard packet.isFragment else {
      return checkPayload(packet, packet.payload, frame.offload)
    }
    if packet.hasMoreFragments && packet.payload.count % 8 != 0 {
      report(.ipv4Fragment, packet.bytes.part(from: 2, count: 2), "its length is no multiple of 8")
    }
    if packet.fragmentOffset + packet.payload.count + packet.headerByteCount > 65535 {
      report(.ipv4Fragment, packet.bytes.part(from: 6, count: 2), "it ends beyond 65,535 bytes")
    }
    switch fragmentsFromGuest.take(packet) {
    case .waiting: break
    case .misfit(let text): report(.ipv4Fragment, packet.bytes.part(from: 4, count: 4), text)
    case .complete(let bytes):
      bytes.withUnsafeBytes { checkPayload(packet, ByteView($0), SeenFrame.Offload()) }
    }
  }

  private static func faultOfHeader(_ body: ByteView) -> String {
    guard body.count >= 20 else { return "there is no header in \(body.count) bytes" }
    guard body[0] >> 4 == 4 else { return "the version is \(body[0] >> 4)" }
    let header = Int(body[0] & 0x0f) * 4
    let total = body.word(at: 2)
    return "header length \(header) and total length \(total) in \(body.count) bytes"
  }

  private func checkHeader(_ packet: IPv4View) {
    var checksum = InternetChecksum()
    checksum.add(packet.header)
    let field = packet.bytes.part(from: 10, count: 2)
    if checksum.folded != 0xffff {
      let right = InternetChecksum.expected(found: field.word(at: 0), folded: checksum.folded)
      report(.ipv4Checksum, field, "the header's checksum should be \(Hex.text(right))")
    }
    let flags = packet.bytes.part(from: 6, count: 2)
    if packet.flags & 0x8000 != 0 { report(.ipv4Header, flags, "the reserved flag is set") }
    if packet.flags & 0x4000 != 0 && packet.isFragment {
      report(.ipv4Header, flags, "a fragment that must not be fragmented")
    }
    if packet.timeToLive == 0 {
      report(.ipv4Header, packet.bytes.part(from: 8, count: 1), "the time to live is 0")
    }
  }

  private func checkAddresses(_ frame: ByteView, _ packet: IPv4View) {
    let source = packet.bytes.part(from: 12, count: 4)
    let isClient =
      packet.protocolNumber == IPProtocol.udp && packet.payload.count >= 4
      && packet.payload.word(at: 2) == 67
    let asksForAddress =
      packet.source == 0 && (isClient || packet.protocolNumber == IPProtocol.igmp)
    if !guest.isOwn(packet.source) && !asksForAddress {
      report(.ipv4Address, source, "\(dotted(packet.source)) is not the guest's address")
    }
    let destination = packet.bytes.part(from: 16, count: 4)
    let first = packet.destination >> 24
    if first == 0 || first == 127 || (first >= 240 && packet.destination != .max) {
      report(.ipv4Address, destination, "nothing can be sent to \(dotted(packet.destination))")
    }
    checkHardwareAddress(frame.prefix(6), of: packet)
  }

  private func checkHardwareAddress(_ place: ByteView, of packet: IPv4View) {
    let isEverybody = place.buffer.allSatisfy { $0 == 0xff }
    if GuestIdentity.isMulticast(packet.destination) {
      let address = packet.destination
      let group = [0x01, 0x00, 0x5e, UInt8(address >> 16 & 0x7f), UInt8(address >> 8 & 0xff)]
      if !place.buffer.elementsEqual(group + [UInt8(address & 0xff)]) {
        report(.ethernetAddress, place, "a packet to a group goes to another Ethernet address")
      }
    } else if guest.isBroadcast(packet.destination) != isEverybody {
      let text = isEverybody ? "a packet to one host goes to all" : "a broadcast goes to one card"
      report(.ethernetAddress, place, text)
    } else if !isEverybody && (place[0] & 1 != 0 || place.firstNonZero == nil) {
      report(.ethernetAddress, place, "a packet to one host goes to no card")
    }
  }

  /// Checks what a whole packet carries.
  ///
  /// - Parameters:
  ///   - packet: The packet, or the last to come of its fragments.
  ///   - payload: What it carries in all.
  ///   - offload: What the card does to it.
  private func checkPayload(
    _ packet: IPv4View, _ payload: ByteView, _ offload: SeenFrame.Offload
  ) {
    checkOffload(packet, offload)
    switch packet.protocolNumber {
    case IPProtocol.icmp: checkICMP(packet, payload)
    case IPProtocol.igmp: checkIGMP(packet, payload)
    case IPProtocol.udp: checkUDP(packet, payload, offload)
    case IPProtocol.tcp: checkTCP(packet, payload, offload)
    case let number:
      report(.ipv4Protocol, packet.bytes.part(from: 9, count: 1), "protocol \(number) is unknown")
    }
  }

  /// Checks that the card is asked for what suits the packet.
  private func checkOffload(_ packet: IPv4View, _ offload: SeenFrame.Offload) {
    let place = packet.bytes.part(from: 9, count: 1)
    if let start = offload.checksumStart {
      let expected = [IPProtocol.tcp: 16, IPProtocol.udp: 6][packet.protocolNumber]
      if start != packet.payload.offset || offload.checksumOffset != expected {
        report(
          .offload, place,
          "the card is to put a checksum at \(start)+\(offload.checksumOffset)")
      }
    }
    guard let count = offload.segmentByteCount else { return }
    if count == 0 || offload.checksumStart == nil || packet.protocolNumber != IPProtocol.tcp {
      report(.offload, place, "the card is to cut into segments of \(count) bytes what it cannot")
    }
  }

  /// Checks the sum over a datagram or segment.
  ///
  /// Where the card makes it, the field holds the sum that the card goes on from.
  ///
  /// - Returns: The value that the field should hold; nil if it is right.
  func wrongChecksum(
    _ packet: IPv4View, _ payload: ByteView, at index: Int, _ offload: SeenFrame.Offload
  ) -> UInt16? {
    var sum = InternetChecksum.pseudoHeader(
      packet, protocol: packet.protocolNumber, count: payload.count)
    let found = payload.word(at: index)
    if offload.checksumStart != nil {
      // Zero and its complement mean the same sum.
      return found % 0xffff == sum.folded % 0xffff ? nil : sum.folded
    }
    sum.add(payload)
    guard sum.folded != 0xffff else { return nil }
    return InternetChecksum.expected(found: found, folded: sum.folded)
  }
}
