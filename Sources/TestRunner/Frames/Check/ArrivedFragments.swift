/// What a host may have put together of the fragments that were sent to it.
///
/// When a host gives up a packet, or refuses it, others cannot see. So whatever any host could put
/// together counts: of fragments that contradict each other the newest one does, and what was once
/// complete is completed again by each fragment that is sent for it.
struct ArrivedFragments {
  private struct Piece {
    let range: Range<Int>
    let bytes: [UInt8]
    let isLast: Bool
  }

  /// Pieces of each packet, in order; no two overlap.
  private var packets: [Reassembler.Key: [Piece]] = [:]
  private var order: [Reassembler.Key] = []

  mutating func removeAll() {
    packets.removeAll()
    order.removeAll()
  }

  /// Takes a fragment.
  ///
  /// - Returns: The payload of the packet that it completes; nil if others are missing.
  mutating func take(_ packet: IPv4View) -> [UInt8]? {
    // Nothing follows on the one, and the other says nothing: hosts drop both.
    let payload = packet.payload
    let isPossible = payload.count > 0 && (!packet.hasMoreFragments || payload.count % 8 == 0)
    guard isPossible else { return nil }
    let key = Reassembler.Key(packet)
    if packets[key] == nil { open(key) }
    let range = packet.fragmentOffset..<packet.fragmentOffset + payload.count
    let isLast = !packet.hasMoreFragments
    var pieces = packets[key, default: []].filter { piece in
      !piece.range.overlaps(range) && !(isLast && piece.range.lowerBound > range.lowerBound)
        && !(piece.isLast && (isLast || piece.range.lowerBound < range.lowerBound))
    }
    let place = pieces.firstIndex { $0.range.lowerBound > range.lowerBound } ?? pieces.count
    pieces.insert(Piece(range: range, bytes: payload.array, isLast: isLast), at: place)
    packets[key] = pieces
    guard let whole = Self.whole(pieces) else { return nil }
    // It goes first where there are too many: the others are waited for.
    order.removeAll { $0 == key }
    order.insert(key, at: 0)
    return whole
  }

  private mutating func open(_ key: Reassembler.Key) {
    order.append(key)
    if order.count > Reassembler.packetLimit { packets[order.removeFirst()] = nil }
  }

  private static func whole(_ pieces: [Piece]) -> [UInt8]? {
    guard let last = pieces.last, last.isLast,
      pieces.reduce(0, { $0 + $1.range.count }) == last.range.upperBound
    else { return nil }
    return pieces.flatMap(\.bytes)
  }
}
