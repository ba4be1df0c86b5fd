internal import Wire

/// Packets off the common way: too large for the link, for groups, for this host itself, and those
/// that were put together.
///
/// They wait as copies until the stack works through them: nothing of this is in a hurry.
final class Detour {
  /// A packet that is received without having been on a link as it is.
  struct Arrival {
    /// The whole packet.
    var bytes: [UInt8]
    /// Whether this host sent it.
    var isLooped: Bool
  }

  /// Up to how many bytes a packet is never cut here: pieces are lost more often than packets, and
  /// nearly every link takes as many.
  private static let wholeLimit = 1280
  /// How many bytes may wait in either direction.
  static let byteLimit = 256 << 10

  /// Packets that are to be received.
  private(set) var arrivals: [Arrival] = []
  /// Packets that are to be sent.
  private(set) var departures: [[UInt8]] = []
  private var arrivingByteCount = 0
  private var departingByteCount = 0
  /// Parts that wait for a time.
  var timedParts: [TimedPart] = []

  /// This host's address; unspecified if it has none.
  var address = IPv4Address.unspecified
  /// Largest packet that may be sent, in bytes.
  var mtu = 0
  /// Largest packet that passes everywhere, as far as is known, in bytes.
  var sendLimit = 0
  /// Whether packets for this host itself come back.
  var loops = false
  /// Tells whether there is memory for a packet of so many bytes, in one piece; nil if there is no
  /// end of it.
  var mayTake: ((Int) -> Bool)?
  /// Whether packets that are too large are cut.
  var cuts = false
  /// Largest packet that is known to pass on the way to a host.
  var pathMTU: ((IPv4Address, Instant) -> Int?)?
  /// Makes numbers of packets that nobody foresees.
  private var random: RandomSource
  private var packetCount: UInt16 = 0

  /// Starts without packets.
  init(random: RandomSource) { self.random = random }

  /// When there is something to do; nil if there is nothing.
  func nextDeadline(now: Instant) -> Instant? {
    if !arrivals.isEmpty || !departures.isEmpty { return now }
    var next: Instant?
    for part in timedParts {
      guard let deadline = part.nextDeadline else { continue }
      next = min(next ?? deadline, deadline)
    }
    return next
  }

  /// Whether packets are to be received.
  var hasArrivals: Bool { !arrivals.isEmpty }

  /// Takes all packets that are to be received.
  func takeArrivals() -> [Arrival] {
    defer { arrivals = [] }
    arrivingByteCount = 0
    return arrivals
  }

  /// Takes all packets that are to be sent.
  func takeDepartures() -> [[UInt8]] {
    defer { departures = [] }
    departingByteCount = 0
    return departures
  }

  // MARK: Sending

  /// Takes a packet that the stack cannot send as it is.
  ///
  /// - Returns: Why it cannot be sent; nil if it will be.
  func divert(
    _ header: IPv4Header, payloadByteCount: Int, now: Instant,
    _ body: (inout MutableRawSpan, Bool) -> Void
  ) -> SendError? {
    let byteCount = IPv4Header.byteCount + payloadByteCount
    guard isLocal(header.destination) || header.destination.isMulticast || byteCount > sendLimit
    else {
      return .unreachable
    }
    return send(header, payloadByteCount: payloadByteCount, now: now, body)
  }

  /// Sends a packet in good time, in pieces if need be.
  ///
  /// What a router is said to have found too large is not refused: anybody can say that. It goes as
  /// a whole, and routers may cut it, or in pieces that are said to pass.
  ///
  /// - Parameters:
  ///   - header: The packet's header.
  ///   - payloadByteCount: Size of the payload, in bytes.
  ///   - now: The present.
  ///   - body: Writes every byte of the payload; told that no card completes a checksum.
  /// - Returns: Why it cannot be sent; nil if it will be.
  func send(
    _ header: IPv4Header, payloadByteCount: Int, now: Instant,
    _ body: (inout MutableRawSpan, Bool) -> Void
  ) -> SendError? {
    var header = header
    let destination = header.destination
    let byteCount = IPv4Header.byteCount + payloadByteCount
    guard byteCount <= 65_535 else { return .tooLong }
    if isLocal(destination) {
      guard loops else { return .unreachable }
      if destination.isLoopback { header.source = .loopback }
      guard arrivingByteCount + byteCount <= Self.byteLimit, hasMemory(for: byteCount) else {
        return .noBuffer
      }
      receive(packet(header, payloadByteCount, body), isLooped: true)
      return nil
    }
    // RFC 1112, section 6.1.
    if destination.isMulticast { header.timeToLive = 1 }
    let limit = min(pathMTU?(destination, now) ?? mtu, mtu)
    guard byteCount <= mtu || cuts else { return .tooLong }
    guard departingByteCount + byteCount <= Self.byteLimit, hasMemory(for: byteCount) else {
      return .noBuffer
    }
    let isWhole = byteCount <= limit || byteCount <= min(Self.wholeLimit, mtu) || !cuts
    if isWhole, byteCount > limit {
      depart(packet(header, payloadByteCount, identification: identify(header), body))
    } else {
      let whole = packet(header, payloadByteCount, body)
      if isWhole { depart(whole) } else { cut(whole, header, limit: limit) }
    }
    return nil
  }

  /// Whether there is memory for a packet: who asks for what is not there ends the guest.
  func hasMemory(for byteCount: Int) -> Bool { mayTake?(byteCount) ?? true }

  /// Sends a whole packet as it is, if there is room for it.
  func depart(_ packet: [UInt8]) {
    departingByteCount += packet.count
    departures.append(packet)
  }

  /// Has a whole packet received.
  func receive(_ packet: [UInt8], isLooped: Bool) {
    arrivingByteCount += packet.count
    arrivals.append(Arrival(bytes: packet, isLooped: isLooped))
  }

  /// Whether packets for an address never leave this host.
  func isLocal(_ destination: IPv4Address) -> Bool {
    destination.isLoopback || destination == address && address != .unspecified
  }

  /// Makes a packet, which nobody may cut unless it has a number for its pieces.
  private func packet(
    _ header: IPv4Header, _ payloadByteCount: Int, identification: UInt16? = nil,
    _ body: (inout MutableRawSpan, Bool) -> Void
  ) -> [UInt8] {
    let byteCount = IPv4Header.byteCount + payloadByteCount
    var packet = [UInt8](repeating: 0, count: byteCount)
    var span = packet.mutableSpan
    // Safe: bytes have no invalid values.
    var bytes = unsafe span.mutableBytes
    header.emit(
      into: &bytes, payloadByteCount: payloadByteCount, identification: identification ?? 0,
      fragment: identification == nil
        ? .forbidden : IPv4Fragment(byteOffset: 0, moreFollow: false))
    var payload = bytes.part(IPv4Header.byteCount..<byteCount)
    body(&payload, false)
    return packet
  }

  /// The number that the pieces of the next packet share.
  ///
  /// Numbers of one destination follow each other; what other destinations get tells nobody.
  ///
  /// Source: RFC 7739, section 5.3.
  private func identify(_ header: IPv4Header) -> UInt16 {
    packetCount &+= 1
    let hash = random.hash(UInt64(header.destination.rawValue))
    return UInt16(truncatingIfNeeded: hash) &+ packetCount
  }

  /// Sends a packet in pieces, each as large as may be.
  ///
  /// Source: RFC 791, section 3.2, "An Example Fragmentation Procedure".
  private func cut(_ packet: [UInt8], _ header: IPv4Header, limit: Int) {
    let room = (limit - IPv4Header.byteCount) & ~7
    let identification = identify(header)
    var start = IPv4Header.byteCount
    while start < packet.count {
      let end = min(start + room, packet.count)
      let fragment = IPv4Fragment(
        byteOffset: start - IPv4Header.byteCount, moreFollow: end < packet.count)
      var piece = [UInt8](repeating: 0, count: IPv4Header.byteCount)
      piece.reserveCapacity(IPv4Header.byteCount + end - start)
      var span = piece.mutableSpan
      // Safe: bytes have no invalid values.
      var bytes = unsafe span.mutableBytes
      header.emit(
        into: &bytes, payloadByteCount: end - start, identification: identification,
        fragment: fragment)
      piece += packet[start..<end]
      depart(piece)
      start = end
    }
  }
}
