internal import TestSupport
internal import Testing
internal import Wire

@testable internal import Net

/// A packet of which pieces come, compared with a list of its bytes.
@Suite struct PartialPacketTests {
  /// The simplest thing that can put a packet together: a place for each byte.
  struct Model {
    var bytes = [UInt8?](repeating: nil, count: 4096)
    var seen: Set<[Int]> = []
    var contents: [[Int]: [UInt8]] = [:]
    var total: Int?
    var isRefused = false

    mutating func add(_ piece: [UInt8], at offset: Int, isLast: Bool) {
      let key = [offset, piece.count, isLast ? 1 : 0]
      if isRefused || contents[key] == piece { return }
      let end = offset + piece.count
      let isFree = bytes[offset..<end].allSatisfy { $0 == nil }
      let isLastSound = !isLast || total == nil && bytes[end...].allSatisfy { $0 == nil }
      let isInside = isLast || total.map { end < $0 } ?? true
      guard isFree, isLastSound, isInside else {
        isRefused = true
        return
      }
      contents[key] = piece
      for index in piece.indices { bytes[offset + index] = piece[index] }
      if isLast { total = end }
    }

    /// The whole payload, if all of it is there.
    var payload: [UInt8]? {
      guard !isRefused, let total else { return nil }
      let known = bytes[..<total].compactMap { $0 }
      return known.count == total ? known : nil
    }
  }

  static let key = PartialPacket.Key(
    source: Host.peer, destination: Host.guest, payloadProtocol: .udp, identification: 1)

  @Test(arguments: 0..<400 as Range<UInt64>)
  func `does as a list of bytes does`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var packet = PartialPacket(key: Self.key, deadline: Instant(nanoseconds: 0))
    var model = Model()
    let original = (0..<160).map { UInt8($0) }
    for _ in 0..<60 {
      // Mostly honest pieces of one packet; now and then one that is too long, or has other bytes.
      let offset = 8 * generator.below(20)
      let isLast = offset >= 128 && generator.next() % 2 == 0
      let longest = (160 - offset) / 8
      var count = isLast ? 160 - offset : 8 * (1 + generator.below(min(longest, 3)))
      if !isLast, offset + count == 160 { count -= 8 }
      if generator.next() % 50 == 0 { count += 8 }
      guard count > 0 else { continue }
      var piece = (offset..<offset + count).map { $0 < 160 ? original[$0] : 0 }
      if generator.next() % 80 == 0 { piece[0] ^= 1 }
      _ = packet.add(piece.span.bytes, at: offset, isLast: isLast)
      model.add(piece, at: offset, isLast: isLast)
      #expect(packet.isComplete == (model.payload != nil), "seed \(seed)")
      guard let payload = model.payload else { continue }
      let whole = packet.assemble(timeToLive: 9)
      #expect(Array(whole[20...]) == payload, "seed \(seed)")
      let header = try IPv4Header(
        parsing: IPv4Packet(whole.span.bytes), checksumPolicy: .verify)
      #expect(header.source == Host.peer && header.timeToLive == 9)
      return
    }
  }

  @Test func `takes no more pieces than the smallest link makes of the largest packet`() {
    var packet = PartialPacket(key: Self.key, deadline: Instant(nanoseconds: 0))
    let piece = [UInt8](repeating: 0, count: 8)
    for index in 0..<PartialPacket.pieceLimit {
      #expect(packet.add(piece.span.bytes, at: 16 * index, isLast: false) == .taken)
    }
    let end = 16 * PartialPacket.pieceLimit
    #expect(packet.add(piece.span.bytes, at: end, isLast: false) == .tooMany)
    #expect(packet.add(piece.span.bytes, at: end, isLast: false) == .refused)
    #expect(packet.byteCount == PartialPacket.pieceOverhead)
  }

  @Test func `knows its first bytes`() {
    var packet = PartialPacket(key: Self.key, deadline: Instant(nanoseconds: 0))
    let piece: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
    _ = packet.add(piece.span.bytes, at: 8, isLast: false)
    #expect(packet.start == nil)
    _ = packet.add(piece.span.bytes, at: 0, isLast: false)
    #expect(packet.start == piece)
  }
}
