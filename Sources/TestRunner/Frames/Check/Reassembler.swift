/// Puts the fragments of packets together, and says what does not fit.
struct Reassembler {
  /// Packets that are waited for at the same time; of more, the oldest are given up.
  static let packetLimit = 256

  struct Key: Hashable {
    var source: UInt32
    var destination: UInt32
    var identification: UInt16
    var protocolNumber: UInt8

    init(_ packet: IPv4View) {
      source = packet.source
      destination = packet.destination
      identification = packet.identification
      protocolNumber = packet.protocolNumber
    }
  }

  /// What a fragment led to.
  enum Outcome {
    /// Others are missing.
    case waiting
    /// The payload is complete.
    case complete([UInt8])
    /// It does not fit to another; in words.
    case misfit(String)
  }

  private struct Packet {
    var pieces: [(range: Range<Int>, bytes: [UInt8])] = []
    var end: Int?
  }

  private var packets: [Key: Packet] = [:]
  private var order: [Key] = []

  mutating func removeAll() {
    packets.removeAll()
    order.removeAll()
  }

  mutating func take(_ packet: IPv4View) -> Outcome {
    let key = Key(packet)
    if packets[key] == nil { open(key) }
    var state = packets[key] ?? Packet()
    let range = packet.fragmentOffset..<packet.fragmentOffset + packet.payload.count
    if let fault = Self.add(packet, range, to: &state) { return .misfit(fault) }
    packets[key] = state
    guard let end = state.end, state.pieces.reduce(0, { $0 + $1.range.count }) == end else {
      return .waiting
    }
    packets[key] = nil
    order.removeAll { $0 == key }
    return .complete(state.pieces.flatMap(\.bytes))
  }

  private mutating func open(_ key: Key) {
    order.append(key)
    if order.count > Self.packetLimit { packets[order.removeFirst()] = nil }
    packets[key] = Packet()
  }

  /// Adds a piece in its place; what is wrong with it, nil if nothing is.
  private static func add(
    _ packet: IPv4View, _ range: Range<Int>, to state: inout Packet
  ) -> String? {
    let bytes = packet.payload.array
    if let same = state.pieces.first(where: { $0.range == range }) {
      return same.bytes == bytes ? nil : "the same fragment was sent before with other bytes"
    }
    if let other = state.pieces.first(where: { $0.range.overlaps(range) }) {
      return "bytes \(range) overlap \(other.range) sent before"
    }
    if !packet.hasMoreFragments {
      if let end = state.end, end != range.upperBound { return "there are two last fragments" }
      state.end = range.upperBound
    }
    if let end = state.end, state.pieces.contains(where: { $0.range.upperBound > end }) {
      return "a fragment lies beyond the last one"
    }
    let place = state.pieces.firstIndex { $0.range.lowerBound > range.lowerBound }
    state.pieces.insert((range, bytes), at: place ?? state.pieces.count)
    return nil
  }
}
