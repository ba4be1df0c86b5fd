internal import Wire

/// The data of the peer: in order and ready to be read, or ahead of a gap.
///
/// Source: RFC 9293, section 3.10.7.4, seventh step; RFC 2018, section 4; RFC 2883, section 4.
struct Reassembly: ~Copyable {
  /// The bytes, those ahead of a gap behind the end.
  var ring: ByteRing
  /// The next number that is expected: RCV.NXT.
  private(set) var next: SequenceNumber
  /// Ranges ahead of a gap, those that grew last first; none touches another.
  private var islands: [SACKBlock] = []
  /// What arrived twice, until the peer has been told.
  private var duplicate: SACKBlock?

  /// How many ranges may lie ahead of gaps; a segment that would make one more is not kept.
  static let islandLimit = 32

  /// Expects the first byte.
  ///
  /// - Parameters:
  ///   - next: Its number.
  ///   - limit: How many bytes are kept at most.
  init(next: SequenceNumber, limit: Int) {
    self.next = next
    ring = ByteRing(limit: limit)
  }

  /// How many bytes can be read.
  var readableCount: Int { ring.count }

  /// How many bytes behind `next` there is room for.
  var room: Int { ring.room }

  /// How many bytes are kept at most.
  var limit: Int { ring.limit }

  /// How much memory the data takes, in bytes.
  var capacity: Int { ring.capacity }

  /// How many bytes behind `next` there is memory for already.
  var spareCount: Int { ring.capacity - ring.count }

  /// Whether there is a gap before data that has arrived.
  var hasGap: Bool { !islands.isEmpty }

  /// Starts over at another number; for a connection that learns its peer's first one.
  mutating func restart(at number: SequenceNumber) {
    precondition(ring.count == 0 && islands.isEmpty, "data would be lost")
    next = number
  }

  /// Takes the SYN or the FIN of the peer, which count as one byte each.
  mutating func skipControl() { next += 1 }

  /// Counts data as arrived and read that was never kept.
  ///
  /// - Precondition: Nothing is kept.
  mutating func pass(_ byteCount: Int) {
    precondition(ring.count == 0 && islands.isEmpty, "data would be lost")
    next += byteCount
  }

  /// Takes a segment's data.
  ///
  /// - Parameters:
  ///   - payload: The bytes; what lies outside of the room is cut off.
  ///   - number: Number of the first of them.
  /// - Returns: How many bytes became readable.
  mutating func insert(_ payload: RawSpan, at number: SequenceNumber) -> Int {
    var bytes = payload
    var number = number
    let old = next.distance(from: number)
    if old > 0 {
      noteDuplicate(from: number, byteCount: min(old, bytes.byteCount))
      guard old < bytes.byteCount else { return 0 }
      bytes = bytes.extracting(old..<bytes.byteCount)
      number = next
    }
    let offset = number.distance(from: next)
    // Half the circle away, the distance is negative either way.
    guard offset >= 0, offset < ring.room else { return 0 }
    guard ring.fit(ring.count + min(offset + bytes.byteCount, ring.room)), offset < ring.room else {
      return 0
    }
    if offset + bytes.byteCount > ring.room { bytes = bytes.extracting(0..<ring.room - offset) }
    guard !bytes.isEmpty else { return 0 }
    if offset == 0, islands.isEmpty {
      let taken = ring.append(bytes)
      next += taken
      return taken
    }
    return insertIsland(bytes, at: number)
  }

  /// Keeps data that may lie ahead of a gap, or close one.
  private mutating func insertIsland(_ bytes: RawSpan, at number: SequenceNumber) -> Int {
    var block = SACKBlock(start: number, end: number + bytes.byteCount)
    if number > next, islands.count >= Self.islandLimit,
      !islands.contains(where: { $0.start <= block.end && block.start <= $0.end })
    {
      return 0
    }
    ring.write(bytes, at: ring.count + number.distance(from: next))
    var index = 0
    while index < islands.count {
      let island = islands[index]
      guard island.start <= block.end, block.start <= island.end else {
        index += 1
        continue
      }
      if island.start <= block.start, block.end <= island.end {
        noteDuplicate(from: block.start, byteCount: block.byteCount)
      }
      block.start = .min(block.start, island.start)
      block.end = .max(block.end, island.end)
      islands.remove(at: index)
    }
    guard block.start <= next else {
      islands.insert(block, at: 0)
      return 0
    }
    let fresh = block.end.distance(from: next)
    ring.extend(by: fresh)
    next = block.end
    return fresh
  }

  /// The ranges to report: what arrived twice, then those ahead of gaps, the latest first.
  ///
  /// - Parameter limit: How many fit into the header.
  /// - Returns: At most so many ranges.
  func blocks(limit: Int) -> SACKBlocks {
    var blocks = SACKBlocks()
    if let duplicate { blocks.append(duplicate) }
    for island in islands {
      guard blocks.count < limit else { break }
      blocks.append(island)
    }
    blocks.truncate(to: limit)
    return blocks
  }

  /// Whether there is anything to report.
  var hasBlocks: Bool { duplicate != nil || !islands.isEmpty }

  /// Notes that the peer has been told what arrived twice.
  mutating func didReport() { duplicate = nil }

  private mutating func noteDuplicate(from start: SequenceNumber, byteCount: Int) {
    guard byteCount > 0 else { return }
    duplicate = SACKBlock(start: start, end: start + byteCount)
  }

  /// Shows the first readable bytes in place: as many as lie together.
  func withFirst<R>(_ body: (RawSpan) -> R) -> R { ring.withFirst(body) }

  /// Copies the first readable bytes out; they stay.
  func read(into target: inout MutableRawSpan) { ring.read(at: 0, into: &target) }

  /// Removes bytes that were read.
  mutating func removeFirst(_ byteCount: Int) {
    ring.removeFirst(byteCount)
  }

  /// Copies the first readable bytes to the end of an array; they stay.
  func copyFirst(_ byteCount: Int, to array: inout [UInt8]) {
    ring.copyFirst(byteCount, to: &array)
  }

  /// Throws away what lies ahead of a gap: the peer sends it again, though it was reported.
  ///
  /// Source: RFC 2018, section 8.
  mutating func discardIslands() { islands = [] }

  /// Gives the memory back, if nothing is in it.
  mutating func releaseMemory() {
    if ring.count == 0, islands.isEmpty { ring.releaseMemory() }
  }

  /// Throws all data away: nobody will read it.
  mutating func discard() {
    islands = []
    ring.removeFirst(ring.count)
    ring.releaseMemory()
  }
}
