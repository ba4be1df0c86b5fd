/// What a guest sends on a connection that has been opened.
extension TCPFlow {
  func sendLater(_ segment: TCPView, _ options: TCPOptions, _ segmentByteCount: Int?) {
    guard var own = guest, let peer else {
      guard isComplete else { return }
      let place = segment.bytes.part(from: 13, count: 1)
      return note(.tcpState, place, "there is no connection for \(segment.flags.text)")
    }
    // Which of several SYNs counts is not known before the peer has answered one.
    if cookies.count > 1 && peer.acknowledged == nil { return }
    checkAcknowledgement(segment, own, peer)
    checkOptions(segment, options, own, peer)
    checkPlace(segment, own, peer)
    checkSize(segment, peer, segmentByteCount)
    if let index = sent.take(segment.payload, at: segment.sequence) {
      note(
        .tcpContents, segment.payload.dropFirst(index),
        "byte \(segment.sequence &+ UInt32(index)) was another when it was sent before")
    }
    checkOffer(segment, own)
    // What was lost with a cable is lost once; what follows it is whole again.
    if SequenceNumber.distance(from: own.next, to: segment.sequence) > 0 { mayHaveSkipped = false }
    own.next = SequenceNumber.later(own.next, segment.end)
    if segment.flags.contains(.fin) { own.finish = segment.end }
    own.acknowledged = segment.acknowledgement
    own.edge = SequenceNumber.later(own.edge ?? offered(segment), offered(segment))
    own.timestamp = options.timestamps?.value ?? own.timestamp
    guest = own
  }

  private func offered(_ segment: TCPView) -> UInt32 {
    segment.acknowledgement &+ UInt32(segment.window) << UInt32(scales.guest)
  }

  private func checkAcknowledgement(_ segment: TCPView, _ own: Guest, _ peer: Peer) {
    guard segment.flags.contains(.ack) else { return }
    let place = segment.bytes.part(from: 8, count: 4)
    let found = segment.acknowledgement
    let ahead = SequenceNumber.distance(from: peer.arrived.next, to: found)
    if ahead > 0 {
      note(.tcpAcknowledgement, place, "\(ahead) bytes are acknowledged that have not come")
    }
    if let before = own.acknowledged, SequenceNumber.distance(from: before, to: found) < 0 {
      note(.tcpAcknowledgement, place, "\(before) was acknowledged before, now \(found)")
    }
  }

  /// Checks that bytes are where they belong: after those before, inside the window.
  private func checkPlace(_ segment: TCPView, _ own: Guest, _ peer: Peer) {
    let place = segment.bytes.part(from: 4, count: 4)
    let skipped = SequenceNumber.distance(from: own.next, to: segment.sequence)
    if skipped > 0, !mayHaveSkipped {
      note(.tcpSequence, place, "\(skipped) numbers are left out")
    }
    if SequenceNumber.distance(from: own.offer.initial, to: segment.sequence) < 0 {
      note(.tcpSequence, place, "the number is before that of the SYN")
    }
    if let finish = own.finish {
      let after = SequenceNumber.distance(from: finish, to: segment.end)
      if after > 0 { note(.tcpState, place, "\(after) numbers after the FIN") }
      if segment.flags.contains(.fin) && after < 0 { note(.tcpState, place, "an earlier FIN") }
    }
    let count = segment.payload.count
    guard count > 0 else { return }
    if peer.acknowledged == nil {
      note(.tcpState, segment.payload, "data before the peer has acknowledged the SYN")
    }
    guard let edge = peer.edge else { return }
    let beyond = SequenceNumber.distance(from: edge, to: segment.sequence &+ UInt32(count))
    // One byte may ask whether a closed window has opened.
    let isProbe = count == 1 && beyond == 1
    if beyond > 0 && !isProbe {
      note(.tcpWindow, place, "\(beyond) bytes lie beyond the peer's window")
    }
  }

  private func checkSize(_ segment: TCPView, _ peer: Peer, _ segmentByteCount: Int?) {
    let options = segment.headerByteCount - 20
    let count = (segmentByteCount ?? segment.payload.count) + options
    // RFC 6691: the size that a peer names does not count options.
    guard segment.payload.count > 0, count > Int(peer.offer.segmentSize) else { return }
    note(
      .tcpSegmentSize, segment.payload,
      "\(count) bytes of options and data, the peer takes \(peer.offer.segmentSize)")
  }

  /// Checks that the window that was offered is not taken back, except for what rounding does.
  private func checkOffer(_ segment: TCPView, _ own: Guest) {
    guard let edge = own.edge else { return }
    let back = SequenceNumber.distance(from: offered(segment), to: edge)
    guard back >= 1 << Int(scales.guest) else { return }
    note(.tcpWindow, segment.bytes.part(from: 14, count: 2), "\(back) bytes are taken back")
  }

  private func checkOptions(
    _ segment: TCPView, _ options: TCPOptions, _ own: Guest, _ peer: Peer
  ) {
    let place = segment.options
    if options.maximumSegmentSize != nil || options.windowScale != nil || options.permitsSACK {
      note(.tcpOptions, place, "an option of a SYN in a later segment")
    }
    if !options.blocks.isEmpty {
      if !own.offer.permitsSACK || !peer.offer.permitsSACK {
        note(.tcpOptions, place, "selective acknowledgements were not agreed upon")
      }
      checkBlocks(segment, options, peer)
    }
    let areAgreed = own.offer.hasTimestamps && peer.offer.hasTimestamps
    guard let (value, echo) = options.timestamps else {
      if areAgreed { note(.tcpTimestamps, place, "no timestamps, which were agreed upon") }
      return
    }
    if !areAgreed { note(.tcpTimestamps, place, "timestamps were not agreed upon") }
    if let before = own.timestamp, SequenceNumber.distance(from: before, to: value) < 0 {
      note(.tcpTimestamps, place, "the clock goes back from \(before) to \(value)")
    }
    if let latest = peer.timestamp, SequenceNumber.distance(from: latest, to: echo) > 0 {
      note(.tcpTimestamps, place, "the peer has not sent \(echo)")
    }
  }

  private func checkBlocks(_ segment: TCPView, _ options: TCPOptions, _ peer: Peer) {
    for (index, block) in options.blocks.enumerated() {
      let count = SequenceNumber.distance(from: block.left, to: block.right)
      // The first may repeat what came twice: RFC 2883.
      let isNew = SequenceNumber.distance(from: segment.acknowledgement, to: block.left) >= 0
      if count <= 0 || !(isNew || index == 0) || !peer.arrived.contains(block.left, block.right) {
        note(
          .tcpOptions, segment.options,
          "the block \(block.left) to \(block.right) has not come, or not as one")
      }
    }
  }
}
