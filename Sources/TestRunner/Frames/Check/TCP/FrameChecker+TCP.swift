/// TCP: each segment by itself, then within its connection.
extension FrameChecker {
  func checkTCP(_ packet: IPv4View, _ payload: ByteView, _ offload: SeenFrame.Offload) {
    guard let segment = TCPView(payload) else {
      return report(.tcpHeader, payload.prefix(20), "the header does not fit into the packet")
    }
    if let right = wrongChecksum(packet, payload, at: 16, offload) {
      let field = payload.part(from: 16, count: 2)
      report(.tcpChecksum, field, "the checksum should be \(Hex.text(right))")
    }
    if payload[12] & 0x0f != 0 {
      report(.tcpHeader, payload.part(from: 12, count: 1), "reserved bits are set")
    }
    if payload.word(at: 0) == 0 || payload.word(at: 2) == 0 {
      report(.tcpHeader, payload.prefix(4), "a port is 0")
    }
    checkFlags(segment)
    let options = TCPOptions(segment.options)
    if let fault = options.fault { report(.tcpOptions, fault.place, fault.text) }
    checkConnection(packet, segment, options, offload)
  }

  private func checkFlags(_ segment: TCPView) {
    let flags = segment.flags
    let place = segment.bytes.part(from: 13, count: 1)
    let excluding: [TCPView.Flags] = [.syn, .fin, .rst]
    if excluding.count(where: flags.contains) > 1 {
      report(.tcpFlags, place, "\(flags.text) exclude each other")
    }
    if flags.isDisjoint(with: [.ack, .syn, .rst]) {
      report(.tcpFlags, place, "\(flags.text) without an acknowledgement")
    }
    if !flags.contains(.ack), segment.acknowledgement != 0 {
      report(
        .tcpFlags, segment.bytes.part(from: 8, count: 4), "an acknowledgement without its flag")
    }
    let urgent = segment.bytes.part(from: 18, count: 2)
    if flags.contains(.urg) == (urgent.word(at: 0) == 0) {
      report(.tcpFlags, urgent, "the urgent pointer does not fit the flag")
    }
  }

  private func checkConnection(
    _ packet: IPv4View, _ segment: TCPView, _ options: TCPOptions, _ offload: SeenFrame.Offload
  ) {
    let key = TCPFlow.Key(guest: packet.source, peer: packet.destination, segment.bytes)
    let isKnown = hasGaps || flows.hasForgotten
    let flow: TCPFlow
    if let found = flows[key] {
      flow = found
    } else {
      flow = TCPFlow(isComplete: !isKnown)
      flow.cutCount = cutCount
      flows[key] = flow
    }
    if flow.cutCount != cutCount {
      flow.cutCount = cutCount
      flow.mayHaveSkipped = true
    }
    let faults = flow.send(segment, options, segmentByteCount: offload.segmentByteCount)
    for fault in faults { report(fault.rule, fault.place, fault.text) }
  }

  /// Takes note of a segment of the peer.
  func learn(_ packet: IPv4View, _ segment: TCPView) {
    let key = TCPFlow.Key(
      guest: packet.destination, peer: packet.source, guestPort: segment.destinationPort,
      peerPort: segment.sourcePort)
    let flow: TCPFlow
    if let found = flows[key] {
      flow = found
    } else {
      flow = TCPFlow(isComplete: !(hasGaps || flows.hasForgotten))
      flow.cutCount = cutCount
      flows[key] = flow
    }
    flow.receive(segment, TCPOptions(segment.options))
  }
}
