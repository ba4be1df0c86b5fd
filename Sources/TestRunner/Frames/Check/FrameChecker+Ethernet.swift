/// Ethernet and ARP.
extension FrameChecker {
  func checkEthernet(_ frame: SeenFrame) {
    let bytes = frame.bytes
    guard bytes.count >= 14 else {
      return report(.ethernetLength, bytes, "the frame has \(bytes.count) bytes and so no header")
    }
    let limit = 14 + guest.maximumPacketByteCount
    if bytes.count > limit && frame.offload.segmentByteCount == nil {
      report(
        .ethernetLength, bytes.dropFirst(limit),
        "the frame has \(bytes.count) bytes, at most \(limit) can be sent")
    }
    let source = bytes.part(from: 6, count: 6)
    if !source.buffer.elementsEqual(guest.hardwareAddress) {
      report(.ethernetAddress, source, "the source is not the guest's card")
    }
    let body = bytes.dropFirst(14)
    switch bytes.word(at: 12) {
    case EtherType.ipv4: checkIPv4(frame, body)
    case EtherType.arp: checkARP(bytes, body)
    case let type:
      report(.ethernetType, bytes.part(from: 12, count: 2), "the type is \(Hex.text(type))")
    }
  }

  /// Checks what follows a packet in its frame.
  ///
  /// A card makes frames long enough by itself; a guest may do so, with zeros.
  func checkRest(_ rest: ByteView) {
    guard rest.count > 0 else { return }
    if rest.offset + rest.count > 60 {
      report(.padding, rest, "\(rest.count) bytes follow the packet in a frame that is long enough")
    } else if let index = rest.firstNonZero {
      report(.padding, rest.dropFirst(index), "the padding is not zero")
    }
  }

  private func checkARP(_ frame: ByteView, _ packet: ByteView) {
    guard packet.count >= 28 else {
      return report(.arpFormat, packet, "the packet has \(packet.count) bytes, expected 28")
    }
    let header = packet.prefix(8)
    guard header.buffer.prefix(6).elementsEqual([0, 1, 8, 0, 6, 4]) else {
      return report(.arpFormat, header, "it is not about IPv4 on Ethernet")
    }
    let isRequest = packet.word(at: 6) == 1
    guard isRequest || packet.word(at: 6) == 2 else {
      return report(.arpFormat, packet.part(from: 6, count: 2), "the operation is neither of two")
    }
    checkARPSender(packet, isRequest: isRequest)
    checkARPTarget(frame, packet, isRequest: isRequest)
    checkRest(packet.dropFirst(28))
  }

  private func checkARPSender(_ packet: ByteView, isRequest: Bool) {
    let hardware = packet.part(from: 8, count: 6)
    if !hardware.buffer.elementsEqual(guest.hardwareAddress) {
      report(.arpAddress, hardware, "the sender is not the guest's card")
    }
    let sender = packet.long(at: 14)
    // An address is probed for before it is used, with a sender of 0.
    let isFit = guest.isOwn(sender) || (sender == 0 && isRequest)
    if !isFit {
      report(
        .arpAddress, packet.part(from: 14, count: 4),
        "the sender is \(dotted(sender)), which is not the guest")
    }
  }

  private func checkARPTarget(_ frame: ByteView, _ packet: ByteView, isRequest: Bool) {
    let hardware = packet.part(from: 18, count: 6)
    let address = packet.part(from: 24, count: 4)
    let target = packet.long(at: 24)
    // An answer to a probe repeats that its sender has no address yet: RFC 5227, section 2.1.1.
    if target == 0 && isRequest || GuestIdentity.isMulticast(target) || target == .max {
      report(.arpAddress, address, "\(dotted(target)) is no host")
    }
    let destination = frame.prefix(6)
    let isBroadcast = destination.buffer.allSatisfy { $0 == 0xff }
    if isRequest {
      // What is asked for is not known yet; those who announce themselves fill in their own.
      let isFit =
        hardware.firstNonZero == nil
        || (target == packet.long(at: 14) && hardware.equals(packet.part(from: 8, count: 6)))
      if !isFit { report(.arpAddress, hardware, "a request names what it asks for") }
      if destination[0] & 1 != 0 && !isBroadcast {
        report(.ethernetAddress, destination, "a request goes to a group")
      }
      return
    }
    if !isBroadcast && !hardware.equals(destination) {
      report(.arpAddress, hardware, "an answer names another card than it goes to")
    }
    if destination[0] & 1 != 0 && target != packet.long(at: 14) {
      report(.ethernetAddress, destination, "an answer goes to more than one")
    }
  }
}
