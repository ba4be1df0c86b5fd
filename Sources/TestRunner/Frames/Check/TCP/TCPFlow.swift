/// A connection as somebody on the wire knows it, for judging what the guest sends on it.
///
/// The peer's segments are noted before the guest gets them, the guest's after it has sent them:
/// all that the guest has answered is known by then, and perhaps a little more.
final class TCPFlow {
  struct Key: Hashable {
    var guest: UInt32
    var peer: UInt32
    var guestPort: UInt16
    var peerPort: UInt16

    init(guest: UInt32, peer: UInt32, guestPort: UInt16, peerPort: UInt16) {
      self.guest = guest
      self.peer = peer
      self.guestPort = guestPort
      self.peerPort = peerPort
    }

    /// The key of a segment that the guest sends.
    init(guest: UInt32, peer: UInt32, _ segment: ByteView) {
      self.init(
        guest: guest, peer: peer, guestPort: segment.word(at: 0), peerPort: segment.word(at: 2))
    }
  }

  /// What is wrong with a segment.
  struct Fault {
    var rule: FrameRule
    var place: ByteView
    var text: String
  }

  /// What one side offered with its SYN.
  struct Offer {
    /// The number of the SYN.
    var initial: UInt32
    var window: UInt16
    var segmentSize: UInt16
    var scale: UInt8?
    var permitsSACK: Bool
    var hasTimestamps: Bool

    init(_ segment: TCPView, _ options: TCPOptions) {
      initial = segment.sequence
      window = segment.window
      // RFC 9293, section 3.7.1.
      segmentSize = options.maximumSegmentSize ?? 536
      scale = options.windowScale
      permitsSACK = options.permitsSACK
      hasTimestamps = options.timestamps != nil
    }
  }

  /// What the guest has said.
  struct Guest {
    var offer: Offer
    /// The number after the last one sent.
    var next: UInt32
    var acknowledged: UInt32?
    /// The number up to which it takes bytes, the last and so the furthest offer.
    var edge: UInt32?
    /// The number after that of its FIN.
    var finish: UInt32?
    var timestamp: UInt32?

    init(_ offer: Offer) {
      self.offer = offer
      next = offer.initial &+ 1
    }
  }

  /// What the peer has said.
  struct Peer {
    var offer: Offer
    var arrived: ArrivedBytes
    var acknowledged: UInt32?
    /// The furthest number up to which it takes bytes.
    var edge: UInt32?
    var timestamp: UInt32?

    init(_ offer: Offer) {
      self.offer = offer
      arrived = ArrivedBytes(next: offer.initial &+ 1)
    }
  }

  /// Whether all of the connection has been seen, so that nothing can belong to an earlier part.
  let isComplete: Bool
  var guest: Guest?
  var peer: Peer?
  /// What the guest has sent of late.
  var sent = SentBytes(from: 0)
  /// Numbers of SYNs that the guest has sent in answer to one SYN: cookies differ with time.
  var cookies: [UInt32] = []
  /// SYNs of the peer that the guest may answer.
  var openings: [Offer] = []
  /// The last segments of the peer, of any kind: what a reset may answer.
  var recent: [(acknowledgement: UInt32?, end: UInt32)] = []
  var faults: [Fault] = []
  /// Whether somebody has reset the connection: what opens next is another one, even if it begins
  /// with the same numbers.
  var isReset = false
  /// How often the cable had been cut when the guest last sent something here.
  var cutCount = 0
  /// Whether something that the guest has sent may have been lost before it could be seen.
  var mayHaveSkipped = false

  init(isComplete: Bool) {
    self.isComplete = isComplete
  }

  /// How far the numbers in the guest's and in the peer's window fields are shifted.
  var scales: (guest: UInt8, peer: UInt8) {
    guard let own = guest?.offer.scale, let other = peer?.offer.scale else { return (0, 0) }
    return (min(own, 14), min(other, 14))
  }

  /// Takes note of a sound segment of the peer.
  func receive(_ segment: TCPView, _ options: TCPOptions) {
    let flags = segment.flags
    recent.append((flags.contains(.ack) ? segment.acknowledgement : nil, segment.end))
    if recent.count > 64 { recent.removeFirst(32) }
    if flags.contains(.rst) {
      // Whether the guest believes it shows in what opens next.
      isReset = true
      return
    }
    if flags.contains(.syn) {
      let offer = Offer(segment, options)
      return flags.contains(.ack) ? answer(segment, offer) : open(offer)
    }
    guard flags.contains(.ack) else { return }
    settleCookie(segment.acknowledgement)
    note(segment, options)
  }

  private func open(_ offer: Offer) {
    openings.removeAll { $0.initial == offer.initial }
    openings.append(offer)
    // The one that the guest has answered may be answered again.
    guard openings.count > 8,
      let oldest = openings.firstIndex(where: { $0.initial != peer?.offer.initial })
    else { return }
    openings.remove(at: oldest)
  }

  /// Takes note of the peer's answer to the guest's SYN.
  private func answer(_ segment: TCPView, _ offer: Offer) {
    guard let guest, segment.acknowledgement == guest.offer.initial &+ 1 else { return }
    var found = peer ?? Peer(offer)
    if found.offer.initial != offer.initial {
      // The first answer counts; a connection that is up has another number by now.
      guard found.acknowledged == nil else { return }
      found = Peer(offer)
    }
    found.acknowledged = found.acknowledged ?? segment.acknowledgement
    let edge = segment.acknowledgement &+ UInt32(segment.window)
    found.edge = SequenceNumber.later(found.edge ?? edge, edge)
    peer = found
    self.guest?.edge = guest.edge ?? offer.initial &+ 1 &+ UInt32(guest.offer.window)
  }

  /// Begins to follow what the guest sends after a SYN.
  func begin(_ offer: Offer) {
    isReset = false
    guest = Guest(offer)
    sent = SentBytes(from: offer.initial &+ 1)
  }

  /// Learns which of several SYNs of the guest counts.
  private func settleCookie(_ acknowledgement: UInt32) {
    guard cookies.count > 1, var found = guest?.offer, peer?.acknowledged == nil,
      cookies.contains(acknowledgement &- 1)
    else { return }
    found.initial = acknowledgement &- 1
    let before = guest
    begin(found)
    guest?.edge = before?.edge
    guest?.acknowledged = before?.acknowledged
    if let window = peer?.offer.window { peer?.edge = acknowledgement &+ UInt32(window) }
  }

  private func note(_ segment: TCPView, _ options: TCPOptions) {
    guard let guest, var peer else { return }
    let ahead = SequenceNumber.distance(from: guest.next, to: segment.acknowledgement)
    guard ahead <= 0, ahead > -(1 << 30), let edge = guest.edge else { return }
    let shift = UInt32(scales.peer)
    let offered = segment.acknowledgement &+ UInt32(segment.window) << shift
    let acknowledged = SequenceNumber.later(
      peer.acknowledged ?? segment.acknowledgement, segment.acknowledgement)
    peer.acknowledged = acknowledged
    peer.edge = SequenceNumber.later(peer.edge ?? offered, offered)
    sent.forget(before: acknowledged)
    if let value = options.timestamps?.value {
      peer.timestamp = SequenceNumber.later(peer.timestamp ?? value, value)
    }
    // What lies beyond the guest's window is refused, and so acknowledges nothing, unless it goes
    // on where the last one ended: a window that is closed may have room for that.
    let end = SequenceNumber.later(edge, peer.arrived.next)
    if SequenceNumber.distance(from: segment.sequence, to: end) >= 0 {
      peer.arrived.add(segment.sequence, segment.end)
    }
    self.peer = peer
  }
}
