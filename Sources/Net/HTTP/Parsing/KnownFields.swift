/// The fields of the request before, which most clients send again as they were.
///
/// Where the bytes are the same, so is all that was found out about them.
struct KnownFields: Sendable {
  /// All lines of fields with the empty one behind them; empty if none are known.
  private var bytes: [UInt8] = []
  /// What they say.
  private var section = FieldSection()
  /// Where they lay.
  private var start = 0

  /// How many bytes are remembered at most.
  private static var limit: Int { 1024 }

  /// Remembers fields.
  ///
  /// - Parameters:
  ///   - section: What they say; they are not in its table.
  ///   - all: The bytes that they lie in.
  ///   - range: Where they lie there, with the empty line.
  @_optimize(speed)
  mutating func remember(_ section: FieldSection, of all: RawSpan, _ range: Range<Int>) {
    bytes.removeAll(keepingCapacity: true)
    guard range.count <= Self.limit else { return }
    bytes.append(all.extracting(range))
    self.section = section
    start = range.lowerBound
  }

  /// Compares bytes with those that are remembered.
  ///
  /// - Parameters:
  ///   - all: The bytes.
  ///   - offset: Where the fields begin there.
  /// - Returns: How many bytes are the same; nil if not all of those that are remembered.
  @_optimize(speed)
  @inline(__always)
  func byteCount(in all: RawSpan, at offset: Int) -> Int? {
    let known = bytes.raw
    let count = known.byteCount
    guard count >= 8, offset &+ count <= all.byteCount else { return nil }
    var place = 0
    while place < count &- 8 {
      if known.word(at: place) != all.word(at: offset &+ place) { return nil }
      place &+= 8
    }
    // The last word overlaps the one before.
    return known.word(at: count &- 8) == all.word(at: offset &+ count &- 8) ? count : nil
  }

  /// Notes what they say where they lie at an offset; so far nothing is noted.
  @inline(__always)
  func note(at offset: Int, in fields: inout FieldSection) {
    fields.note(section, movedBy: offset &- start)
  }
}
