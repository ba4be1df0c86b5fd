internal import Wire

/// The segments under way, in the order of their bytes: the scoreboard.
///
/// Source: RFC 6675, section 3; RFC 8985, section 5.2.
struct SentSegments {
  private var segments: [SentSegment] = []
  /// Index of the first segment that is still under way; those before have been acknowledged.
  private var head = 0
  /// Bytes that the peer has reported ahead of a gap.
  private(set) var sackedByteCount = 0
  /// Segments that the peer has reported ahead of a gap.
  private(set) var sackedCount = 0
  /// Bytes that are believed lost and were not sent again.
  private(set) var lostByteCount = 0
  /// Bytes under way, whatever became of them.
  private(set) var byteCount = 0
  /// How much memory it takes, in bytes; 0 if that is what every connection may have.
  private(set) var extraByteCount = 0

  /// How many there may be: more than a full window has of segments of 536 bytes.
  ///
  /// A peer that takes less in one, or reports what it has in small pieces, is sent no more until
  /// it acknowledges.
  static let limit = 500
  /// How many there may always be.
  static let modestLimit = 32

  /// Bytes that are believed to be in the network: the pipe of RFC 6675, section 4.
  var inFlightByteCount: Int { byteCount - sackedByteCount - lostByteCount }

  /// Whether nothing is under way.
  var isEmpty: Bool { head == segments.count }

  /// How many segments are under way.
  var count: Int { segments.count - head }

  /// A segment, by its place in the order.
  subscript(index: Int) -> SentSegment { segments[head + index] }

  /// Whether there may be one more.
  ///
  /// - Parameter isShort: Whether it may take no more memory for that, unless there are few.
  /// - Returns: Whether there may be.
  func mayGrow(isShort: Bool) -> Bool {
    count < Self.modestLimit
      || count < (isShort ? min(segments.capacity / 2, Self.limit) : Self.limit)
  }

  /// Gives memory back that is more than every connection may have, if nothing is under way.
  mutating func releaseMemory() {
    guard isEmpty, extraByteCount > 0 else { return }
    segments = []
    head = 0
    extraByteCount = 0
  }

  /// Uses the places of what was acknowledged again where there is no other; takes more memory only
  /// if they are less than half of all.
  private mutating func makePlace() {
    guard segments.count == segments.capacity else { return }
    if head > 0, head * 2 >= segments.count {
      segments.removeFirst(head)
      head = 0
      return
    }
    segments.reserveCapacity(max(2 * segments.capacity, 4))
    let capacity = segments.capacity
    guard capacity > 2 * Self.modestLimit else { return }
    extraByteCount = capacity * MemoryLayout<SentSegment>.stride
  }

  /// Notes a segment that is sent for the first time.
  ///
  /// - Precondition: There may be one more.
  mutating func append(_ segment: SentSegment) {
    byteCount += segment.byteCount
    // One at a time is what questions and answers have; that one's place is taken again.
    if head == 1, segments.count == 1 {
      head = 0
      segments[0] = segment
    } else {
      appendBehind(segment)
    }
  }

  @inline(never)
  private mutating func appendBehind(_ segment: SentSegment) {
    if isEmpty, head > 0 {
      head = 0
      segments.removeAll(keepingCapacity: true)
    }
    makePlace()
    segments.append(segment)
  }

  /// Takes out what was acknowledged.
  ///
  /// - Parameters:
  ///   - number: The number up to which everything has arrived.
  ///   - visit: Called with each segment that has wholly arrived, in order.
  mutating func acknowledge(upTo number: SequenceNumber, visit: (SentSegment) -> Void) {
    while head < segments.count {
      let segment = segments[head]
      guard segment.start < number else { break }
      guard segment.end <= number else {
        trim(to: number)
        break
      }
      forget(segment, byteCount: segment.byteCount)
      if segment.isSacked { sackedCount -= 1 }
      head += 1
      visit(segment)
    }
    if head > 64, head * 2 > segments.count {
      segments.removeFirst(head)
      head = 0
    }
  }

  /// Cuts off the part of the first segment that was acknowledged.
  private mutating func trim(to number: SequenceNumber) {
    forget(segments[head], byteCount: number.distance(from: segments[head].start))
    segments[head].start = number
  }

  private mutating func forget(_ segment: SentSegment, byteCount: Int) {
    self.byteCount -= byteCount
    if segment.isSacked { sackedByteCount -= byteCount }
    if segment.isLost { lostByteCount -= byteCount }
  }

  /// Marks the segments that lie inside a range that the peer has.
  ///
  /// - Parameters:
  ///   - block: The range.
  ///   - unit: Size of a full segment, in bytes.
  ///   - isShort: Whether it may take no more memory.
  ///   - visit: Called with each segment that was not marked before.
  mutating func markSacked(
    _ block: SACKBlock, unit: Int, isShort: Bool = false, visit: (SentSegment) -> Void
  ) {
    split(at: block.start, unit, isShort: isShort)
    split(at: block.end, unit, isShort: isShort)
    for index in indices(in: block) where !segments[index].isSacked {
      if segments[index].isLost {
        lostByteCount -= segments[index].byteCount
        segments[index].isLost = false
      }
      segments[index].isSacked = true
      sackedByteCount += segments[index].byteCount
      sackedCount += 1
      visit(segments[index])
    }
  }

  /// Makes two segments of one that the network card has cut, where it has cut it.
  ///
  /// - Parameters:
  ///   - number: The first number of the second one; nothing happens if the card has not cut there,
  ///     so that peers cannot make many of one.
  ///   - unit: Size of a full segment, in bytes.
  ///   - isShort: Whether it may take no more memory.
  mutating func split(at number: SequenceNumber, _ unit: Int, isShort: Bool = false) {
    var low = head
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].end <= number { low = middle + 1 } else { high = middle }
    }
    guard low < segments.count, segments[low].start < number,
      number.distance(from: segments[low].start) % max(unit, 1) == 0, mayGrow(isShort: isShort)
    else { return }
    cut(at: low - head, number)
  }

  /// Makes two segments of one.
  private mutating func cut(at index: Int, _ number: SequenceNumber) {
    makePlace()
    let index = head + index
    var rest = segments[index]
    rest.start = number
    segments[index].end = number
    if rest.isSacked { sackedCount += 1 }
    segments.insert(rest, at: index + 1)
  }

  /// Marks a segment as lost, unless the peer has it or it is marked already.
  mutating func markLost(at index: Int) {
    let index = head + index
    guard !segments[index].isSacked, !segments[index].isLost else { return }
    segments[index].isLost = true
    lostByteCount += segments[index].byteCount
  }

  /// Marks all segments as lost that the peer does not have.
  mutating func markAllLost() {
    for index in 0..<count { markLost(at: index) }
  }

  /// Forgets what the peer reported; it may have changed its mind (RFC 2018, section 8).
  mutating func forgetSacked() {
    for index in head..<segments.count { segments[index].isSacked = false }
    sackedByteCount = 0
    sackedCount = 0
  }

  /// Index of the first segment that is believed lost.
  var firstLost: Int? {
    guard lostByteCount > 0 else { return nil }
    for index in head..<segments.count where segments[index].isLost { return index - head }
    return nil
  }

  /// Notes that a segment is sent again.
  ///
  /// - Parameters:
  ///   - index: Its place in the order.
  ///   - byteCount: How many of its first bytes are sent; the rest becomes a segment of its own,
  ///     if there may be one more. The first segment may always be cut: it is the next to leave.
  ///   - now: The present.
  ///   - isShort: Whether it may take no more memory.
  mutating func retransmit(at index: Int, byteCount: Int, now: Instant, isShort: Bool = false) {
    if byteCount < self[index].byteCount, index == 0 || mayGrow(isShort: isShort) {
      cut(at: index, self[index].start + byteCount)
    }
    let index = head + index
    if segments[index].isLost { lostByteCount -= segments[index].byteCount }
    segments[index].isLost = false
    segments[index].isRetransmitted = true
    segments[index].sentAt = now
  }

  /// Places in the array of the segments that lie wholly inside a range.
  private func indices(in block: SACKBlock) -> Range<Int> {
    var low = head
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].start < block.start { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < segments.count, segments[end].end <= block.end { end += 1 }
    return low..<end
  }
}
