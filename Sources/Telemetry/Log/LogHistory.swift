/// The entries of a ring, read from it or from a copy of its memory.
///
/// The memory may come from a guest that died at any moment, or hold anything at all: reading it
/// never fails, it finds fewer entries.
public struct LogHistory: ~Escapable {
  private let bytes: RawSpan
  private let capacity: UInt64
  /// Bytes of all entries ever written.
  public let end: UInt64
  /// The first byte of the log that nothing has overwritten.
  private let oldest: UInt64

  /// Reads the header.
  ///
  /// - Parameter bytes: The block from its first byte on; bytes behind it are left alone.
  /// - Throws: `truncated` if the bytes end before the ring does, `malformed` if they are none.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(RecordError) {
    var reader = ByteReader(bytes)
    let magic: UInt64 = try reader.integer()
    let capacity: UInt64 = try reader.integer()
    let end: UInt64 = try reader.integer()
    let reserved: UInt64 = try reader.integer()
    guard magic == LogRing.magic, capacity >= 1024, capacity <= 1 << 30,
      capacity & (capacity - 1) == 0
    else { throw .malformed }
    guard bytes.byteCount - LogRing.headerByteCount >= Int(capacity) else { throw .truncated }
    self.init(own: bytes, capacity: capacity, end: end, reserved)
    guard reserved >= end, oldest <= end else { throw .malformed }
  }

  /// Takes a ring that is known to be one, with what its header says.
  @_lifetime(copy bytes)
  init(own bytes: RawSpan, capacity: UInt64, end: UInt64, _ reserved: UInt64) {
    self.bytes = bytes
    self.capacity = capacity
    self.end = end
    oldest = reserved > capacity ? reserved &- capacity : 0
  }

  /// Finds where the last entries begin.
  ///
  /// - Parameter limit: How many bytes they may take.
  /// - Returns: The position of the earliest of them; `end` if there is none.
  public func start(ofLast limit: Int) -> UInt64 {
    var start = end
    while let previous = entryStart(before: start),
      end &- previous <= UInt64(truncatingIfNeeded: limit)
    {
      start = previous
    }
    return start
  }

  /// Reads one byte of the log.
  ///
  /// - Parameter position: One that has not been overwritten.
  /// - Returns: The byte there.
  @inline(never)
  public func byte(at position: UInt64) -> UInt8 {
    // The position in the ring is below its capacity, which is a power of two.
    let place = Int(truncatingIfNeeded: position & (capacity &- 1))
    return bytes.byte(at: LogRing.headerByteCount &+ place)
  }

  /// Visits the last entries, the oldest of them first.
  ///
  /// - Parameters:
  ///   - limit: How many bytes they may take; all that are left if there is none.
  ///   - body: Takes each entry.
  public func forEach(ofLast limit: Int? = nil, _ body: (borrowing LogEntry) -> Void) {
    var position = start(ofLast: limit ?? Int(capacity))
    while position < end {
      let byteCount = integer(at: position)
      // An entry may go round the end of the ring: it is read from a straight copy.
      var copy = InlineArray<512, UInt8>(repeating: 0)
      for index in 0..<byteCount {
        copy[index] = byte(at: position &+ UInt64(truncatingIfNeeded: index))
      }
      // Safe: bytes have no padding.
      let straight = unsafe copy.span.bytes
      if let entry = try? LogEntry(straight) { body(entry) }
      position &+= UInt64(truncatingIfNeeded: byteCount)
    }
  }

  /// Where the entry begins that ends at a position; nil if there is no whole one.
  private func entryStart(before position: UInt64) -> UInt64? {
    guard position >= oldest &+ UInt64(LogEntry.overheadByteCount) else { return nil }
    let byteCount = integer(at: position &- 2)
    let start = position &- UInt64(truncatingIfNeeded: byteCount)
    guard byteCount >= LogEntry.overheadByteCount, byteCount <= LogEntry.maximumByteCount,
      start >= oldest, start < position, integer(at: start) == byteCount
    else { return nil }
    return start
  }

  @inline(never)
  private func integer(at position: UInt64) -> Int {
    Int(byte(at: position)) | Int(byte(at: position &+ 1)) << 8
  }
}
