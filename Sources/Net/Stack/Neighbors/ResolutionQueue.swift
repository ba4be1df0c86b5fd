internal import Wire

/// Frames that wait until the card of their next hop is known.
///
/// Few fit in, and fewer for one neighbour: who sends more before an answer came loses the oldest
/// (RFC 1122, section 2.3.2.2, asks to keep at least the latest).
struct ResolutionQueue: ~Copyable {
  /// Number of frames that fit in.
  static let capacity = 8
  /// Number of frames that may wait for one neighbour.
  static let neighborLimit = 3

  /// One frame, or none.
  private struct Slot {
    var neighbor = IPv4Address.unspecified
    /// Size of the frame; 0 if there is none.
    var byteCount = 0
    /// Grows with every frame.
    var order: UInt64 = 0
  }

  private var slots = [Slot](repeating: Slot(), count: capacity)
  private var nextOrder: UInt64 = 0
  /// The frames, each in as much room as the largest needs.
  private var storage: [UInt8]
  private let slotByteCount: Int

  /// Makes room for frames of at most so many bytes; the only use of the heap.
  init(frameByteCount: Int) {
    slotByteCount = frameByteCount
    storage = [UInt8](repeating: 0, count: Self.capacity * frameByteCount)
  }

  /// Adds a frame.
  ///
  /// - Parameters:
  ///   - neighbor: Whom it waits for.
  ///   - byteCount: Its size, more than 0; a frame that is larger than the largest is lost itself.
  ///   - body: Writes every byte of the span, which has exactly that size.
  /// - Returns: Whether a frame was lost.
  mutating func add(
    for neighbor: IPv4Address, byteCount: Int, _ body: (inout MutableRawSpan) -> Void
  ) -> Bool {
    guard byteCount <= slotByteCount else { return true }
    let index = victim(for: neighbor)
    let isDisplacing = slots[index].byteCount > 0
    slots[index] = Slot(neighbor: neighbor, byteCount: byteCount, order: nextOrder)
    nextOrder &+= 1
    let start = index * slotByteCount
    var span = storage.mutableSpan
    // Safe: bytes have no invalid values.
    var bytes = unsafe span.mutableBytes
    var frame = bytes.part(start..<start + byteCount)
    body(&frame)
    return isDisplacing
  }

  /// The index of the oldest frame that waits for a neighbour, or nil.
  func oldest(for neighbor: IPv4Address) -> Int? {
    var found: Int?
    for index in slots.indices
    where slots[index].byteCount > 0 && slots[index].neighbor == neighbor {
      if let best = found, slots[best].order < slots[index].order { continue }
      found = index
    }
    return found
  }

  /// The frame at an index.
  @_lifetime(borrow self)
  func frame(at index: Int) -> RawSpan {
    let start = index * slotByteCount
    // Safe: bytes have no padding.
    let bytes = unsafe storage.span.bytes
    return bytes.extracting(start..<start + slots[index].byteCount)
  }

  /// Size of the frame at an index, in bytes.
  func byteCount(at index: Int) -> Int { slots[index].byteCount }

  /// Forgets the frame at an index.
  mutating func remove(at index: Int) { slots[index].byteCount = 0 }

  /// Forgets all frames.
  ///
  /// - Returns: How many there were.
  mutating func removeAll() -> Int {
    var count = 0
    for index in slots.indices where slots[index].byteCount > 0 {
      remove(at: index)
      count += 1
    }
    return count
  }

  /// Where the next frame goes: to a free slot unless a limit is reached, else over the oldest.
  private func victim(for neighbor: IPv4Address) -> Int {
    var count = 0
    var best = 0
    for index in slots.indices {
      if slots[index].byteCount > 0, slots[index].neighbor == neighbor { count += 1 }
      if key(index) < key(best) { best = index }
    }
    guard count >= Self.neighborLimit, let own = oldest(for: neighbor) else { return best }
    return own
  }

  /// Orders slots by how soon they are used again: free ones first, then the oldest.
  private func key(_ index: Int) -> (Int, UInt64) {
    (slots[index].byteCount > 0 ? 1 : 0, slots[index].order)
  }
}
