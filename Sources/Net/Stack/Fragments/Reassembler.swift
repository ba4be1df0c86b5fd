internal import Wire

/// Puts packets together of their pieces, within bounds of memory and time.
///
/// Pieces may be small, as nothing looks at a packet before it is whole: what RFC 1858 warns of are
/// filters that do, and pieces that overlap, which are refused.
///
/// Source: RFC 791, section 3.2; RFC 815; RFC 1122, section 3.3.2; RFC 1858.
final class Reassembler: TimedPart {
  /// How long pieces wait for the others, in nanoseconds: 30 s.
  ///
  /// RFC 1122 asks for 60 s to 120 s, when links were slower; Linux takes 30 s, as the numbers of
  /// packets come round faster now.
  static let waitNanoseconds: UInt64 = 30_000_000_000
  /// How many packets may be incomplete at once.
  static let packetLimit = 64
  /// How many of them may be of one host.
  static let sourceLimit = 16

  /// What became of the pieces.
  var counters = FragmentCounters()

  private let detour: Detour
  private let byteLimit: Int
  /// The incomplete packets, in the order in which they began.
  private var packets: [PartialPacket] = []
  private var byteCount = 0
  /// A burst of 10 messages that a packet's time was over, then 1 each second.
  private var reportLimit = TokenBucket(capacity: 10, nanosecondsPerToken: 1_000_000_000)

  /// Starts without pieces.
  ///
  /// - Parameters:
  ///   - detour: Where whole packets go.
  ///   - byteLimit: How many bytes may wait; half of them for one host.
  init(detour: Detour, byteLimit: Int) {
    self.detour = detour
    self.byteLimit = byteLimit
  }

  override var nextDeadline: Instant? { packets.first?.deadline }

  /// Gives up the packets whose time is over.
  override func advance(to now: Instant) {
    while let packet = packets.first, packet.deadline <= now {
      remove(at: 0)
      counters.packetsExpired &+= 1
      if let start = packet.start { report(packet.key, start: start, now: now) }
    }
  }

  /// Takes a piece.
  ///
  /// - Returns: False if it was refused, which is counted.
  func add(_ packet: IPv4Packet, _ header: IPv4Header, now: Instant) -> Bool {
    advance(to: now)
    let fragment = packet.fragment
    guard isSound(packet) else { return false }
    guard detour.hasMemory(for: packet.payload.byteCount) else { return refuse() }
    let key = PartialPacket.Key(
      source: header.source, destination: header.destination,
      payloadProtocol: header.payloadProtocol, identification: packet.identification)
    guard let index = place(of: key, packet.payload.byteCount, now: now) else {
      counters.fragmentsOverShare &+= 1
      return false
    }
    let before = packets[index].byteCount
    let outcome = packets[index].add(
      packet.payload, at: fragment.byteOffset, isLast: !fragment.moreFollow)
    byteCount += packets[index].byteCount - before
    guard count(outcome) else { return false }
    if packets[index].isComplete {
      guard detour.hasMemory(for: packets[index].byteCount) else {
        remove(at: index)
        return refuse()
      }
      let whole = packets[index].assemble(timeToLive: header.timeToLive)
      remove(at: index)
      counters.packetsAssembled &+= 1
      detour.receive(whole, isLooped: false)
    }
    return true
  }

  /// Refuses a piece for want of memory.
  private func refuse() -> Bool {
    counters.fragmentsUnaffordable &+= 1
    return false
  }

  /// Counts what became of a piece.
  ///
  /// - Returns: False if it was refused.
  private func count(_ outcome: PartialPacket.Outcome) -> Bool {
    switch outcome {
    case .taken: counters.fragmentsTaken &+= 1
    case .repeated: counters.fragmentsRepeated &+= 1
    case .overlapping:
      counters.fragmentsOverlapping &+= 1
      return false
    case .tooMany:
      counters.fragmentsTooMany &+= 1
      return false
    case .refused:
      counters.fragmentsOfRefused &+= 1
      return false
    }
    return true
  }

  /// Whether a piece can be one of a packet.
  private func isSound(_ packet: IPv4Packet) -> Bool {
    let byteCount = packet.payload.byteCount
    let fragment = packet.fragment
    guard byteCount > 0, !fragment.moreFollow || byteCount % 8 == 0 else {
      counters.fragmentsMalformed &+= 1
      return false
    }
    guard fragment.byteOffset + byteCount <= 65_535 - IPv4Header.byteCount else {
      counters.fragmentsOversized &+= 1
      return false
    }
    return true
  }

  /// Finds the packet that a piece belongs to, or makes room for it.
  ///
  /// What a host has too much gives way to what it begins later: of two packets that lack a piece,
  /// the older one hardly gets it any more.
  ///
  /// - Returns: Nil if the packet alone is more than the share of a host.
  private func place(of key: PartialPacket.Key, _ newByteCount: Int, now: Instant) -> Int? {
    var ownCount = 0
    var ownByteCount = 0
    for packet in packets where packet.key.source == key.source {
      ownCount += 1
      ownByteCount += packet.byteCount
    }
    let needed = newByteCount + 2 * PartialPacket.pieceOverhead
    let present = packets.first { $0.key == key }?.byteCount
    guard (present ?? 0) + needed <= byteLimit / 2 else { return nil }
    while ownByteCount + needed > byteLimit / 2 || present == nil && ownCount >= Self.sourceLimit {
      let before = byteCount
      guard evictOldest(but: key, of: key.source) else { return nil }
      ownCount -= 1
      ownByteCount -= before - byteCount
    }
    if present == nil, packets.count >= Self.packetLimit { evictOldest(but: key) }
    while byteCount + needed > byteLimit, evictOldest(but: key) {}
    if let index = packets.firstIndex(where: { $0.key == key }) { return index }
    let deadline = now.advanced(byNanoseconds: Self.waitNanoseconds)
    packets.append(PartialPacket(key: key, deadline: deadline))
    byteCount += PartialPacket.pieceOverhead
    return packets.count - 1
  }

  /// Gives up the packet that began first, but not a certain one.
  ///
  /// - Parameters:
  ///   - key: That one.
  ///   - source: Whose packets are looked at; nil if those of all.
  /// - Returns: Whether there was another.
  @discardableResult
  private func evictOldest(but key: PartialPacket.Key, of source: IPv4Address? = nil) -> Bool {
    let index = packets.firstIndex {
      $0.key != key && (source == nil || $0.key.source == source)
    }
    guard let index else { return false }
    remove(at: index)
    counters.packetsEvicted &+= 1
    return true
  }

  private func remove(at index: Int) {
    byteCount -= packets[index].byteCount
    packets.remove(at: index)
  }

  /// Tells the sender that the rest of a packet did not come in time.
  ///
  /// Source: RFC 792, "Time Exceeded Message", code 1; RFC 1122, section 3.2.2.4.
  private func report(_ key: PartialPacket.Key, start: [UInt8], now: Instant) {
    guard key.destination == detour.address, reportLimit.take(now: now, surplus: 0) else { return }
    let quoted = start.prefix(Stack.quotedByteLimit - IPv4Header.byteCount)
    let original = IPv4Header(
      source: key.source, destination: key.destination, payloadProtocol: key.payloadProtocol)
    let header = IPv4Header(
      source: key.destination, destination: key.source, payloadProtocol: .icmp)
    let first = ICMPHeader.byteCount + IPv4Header.byteCount
    _ = detour.send(header, payloadByteCount: first + quoted.count, now: now) { message, _ in
      var packet = message.part(ICMPHeader.byteCount..<first)
      original.emit(
        into: &packet, payloadByteCount: start.count, identification: key.identification,
        fragment: IPv4Fragment(byteOffset: 0, moreFollow: true))
      // Safe: bytes have no padding.
      message.copy(unsafe quoted.span.bytes, at: first)
      ICMPHeader(type: .timeExceeded, code: 1).emit(into: &message)
    }
  }
}
