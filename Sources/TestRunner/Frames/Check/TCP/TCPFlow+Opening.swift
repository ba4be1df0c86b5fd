/// What a guest sends when it opens a connection or refuses one.
extension TCPFlow {
  /// Judges a segment of the guest, and takes note of it.
  ///
  /// - Parameters:
  ///   - segment: The segment.
  ///   - options: Its options.
  ///   - segmentByteCount: What the card makes segments of; nil if it leaves the segment whole.
  /// - Returns: What is wrong with it; nothing for a sound one.
  func send(_ segment: TCPView, _ options: TCPOptions, segmentByteCount: Int?) -> [Fault] {
    faults.removeAll(keepingCapacity: true)
    let flags = segment.flags
    if flags.contains(.rst) {
      sendReset(segment)
    } else if flags.contains(.syn) {
      if segment.payload.count > 0 { note(.tcpState, segment.payload, "a SYN with data") }
      flags.contains(.ack) ? sendAnswer(segment, options) : sendOpening(segment, options)
    } else {
      sendLater(segment, options, segmentByteCount)
    }
    return faults
  }

  func note(_ rule: FrameRule, _ place: ByteView, _ text: String) {
    faults.append(Fault(rule: rule, place: place, text: text))
  }

  private func sendOpening(_ segment: TCPView, _ options: TCPOptions) {
    guard guest?.offer.initial != segment.sequence || isReset else { return }
    begin(Offer(segment, options))
    peer = nil
    cookies = []
  }

  private func sendAnswer(_ segment: TCPView, _ options: TCPOptions) {
    let opening = openings.last { $0.initial &+ 1 == segment.acknowledgement }
    guard let opening else {
      guard isComplete else { return }
      return note(
        .tcpAcknowledgement, segment.bytes.part(from: 8, count: 4),
        "no SYN of the peer is before \(segment.acknowledgement)")
    }
    let isSamePeer = peer?.offer.initial == opening.initial && !isReset
    checkAgreement(options, with: opening, before: isSamePeer ? peer?.offer : nil, segment)
    // A connection that follows another at once may begin with the same number, and other options.
    if guest?.offer.initial != segment.sequence || !isSamePeer {
      begin(Offer(segment, options))
      cookies = (isSamePeer ? cookies.suffix(3) : []) + [segment.sequence]
    }
    guest?.acknowledged = segment.acknowledgement
    guest?.edge = segment.acknowledgement &+ UInt32(segment.window)
    if !isSamePeer { peer = Peer(opening) }
    if peer?.acknowledged == nil {
      peer?.edge = segment.sequence &+ 1 &+ UInt32(opening.window)
    }
  }

  /// Checks that an answer to a SYN takes up only what that offered.
  ///
  /// A SYN that is sent again may offer less than before; the answer to the first stays what it is.
  private func checkAgreement(
    _ options: TCPOptions, with offer: Offer, before: Offer?, _ segment: TCPView
  ) {
    if let before, Self.unasked(options, by: before).isEmpty { return }
    for text in Self.unasked(options, by: offer) {
      note(.tcpOptions, segment.options, "the peer did not offer \(text)")
    }
  }

  /// What an answer takes up that was not offered.
  private static func unasked(_ options: TCPOptions, by offer: Offer) -> [String] {
    [
      (options.windowScale != nil && offer.scale == nil, "a window scale"),
      (options.permitsSACK && !offer.permitsSACK, "selective acknowledgements"),
      (options.timestamps != nil && !offer.hasTimestamps, "timestamps"),
    ].filter(\.0).map(\.1)
  }

  /// Checks that a reset is about something that the peer said.
  ///
  /// Source: RFC 9293, section 3.5.2.
  private func sendReset(_ segment: TCPView) {
    guard isComplete else { return }
    let number = segment.sequence
    let isOwn = guest.map { guest in
      SequenceNumber.distance(from: guest.offer.initial, to: number) >= 0
        && (mayHaveSkipped || SequenceNumber.distance(from: number, to: guest.next) >= 0)
    }
    let answers = recent.contains { $0.acknowledgement == number }
    let isFree = segment.flags.contains(.ack) && number == 0
    if !(isOwn ?? false) && !answers && !isFree {
      note(
        .tcpReset, segment.bytes.part(from: 4, count: 4),
        "the number \(number) is neither sent before nor acknowledged")
    }
    isReset = isReset || isOwn == true
    guard segment.flags.contains(.ack) else { return }
    let acknowledged = segment.acknowledgement
    let isKnown = peer.map { SequenceNumber.distance(from: acknowledged, to: $0.arrived.next) >= 0 }
    if !(isKnown ?? false) && !recent.contains(where: { $0.end == acknowledged }) {
      note(
        .tcpReset, segment.bytes.part(from: 8, count: 4),
        "the peer has sent nothing that ends at \(acknowledged)")
    }
  }
}
