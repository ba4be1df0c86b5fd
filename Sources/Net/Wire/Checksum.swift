/// The Internet checksum, accumulated over any number of pieces.
///
/// The sum is kept in the machine's own byte order, eight bytes wide, with end-around carry: the
/// result is the same as that of a sum of 16-bit words, and a quarter of the loads.
///
/// Source: RFC 1071, sections 1 and 2.
public struct Checksum: Sendable {
  private var sum: UInt64 = 0

  /// Starts an empty sum.
  public init() {}

  /// Adds a piece that starts at an even offset of the message.
  ///
  /// Only the last piece may have an odd number of bytes.
  public mutating func add(_ bytes: RawSpan) {
    let byteCount = bytes.byteCount
    var total = self
    var offset = 0
    // Four words a turn: the loop's own bookkeeping costs as much as adding two of them.
    while byteCount &- offset >= 32 {
      total.addWide(bytes.native(unchecked: offset, as: UInt64.self))
      total.addWide(bytes.native(unchecked: offset &+ 8, as: UInt64.self))
      total.addWide(bytes.native(unchecked: offset &+ 16, as: UInt64.self))
      total.addWide(bytes.native(unchecked: offset &+ 24, as: UInt64.self))
      offset &+= 32
    }
    while byteCount &- offset >= 8 {
      total.addWide(bytes.native(unchecked: offset, as: UInt64.self))
      offset &+= 8
    }
    if byteCount & 4 != 0 {
      total.addWide(UInt64(bytes.native(unchecked: offset, as: UInt32.self)))
      offset &+= 4
    }
    if byteCount & 2 != 0 {
      total.addWide(UInt64(bytes.native(unchecked: offset, as: UInt16.self)))
      offset &+= 2
    }
    if byteCount & 1 != 0 {
      total.add(UInt16(bytes.native(unchecked: offset, as: UInt8.self)) << 8)
    }
    self = total
  }

  /// Adds the first 20 bytes: those of a header without options.
  ///
  /// - Precondition: There are as many.
  @inline(__always)
  mutating func addFirst20(of bytes: RawSpan) {
    precondition(bytes.byteCount >= 20, "too short for a header")
    addWide(bytes.native(unchecked: 0, as: UInt64.self))
    addWide(bytes.native(unchecked: 8, as: UInt64.self))
    addWide(UInt64(bytes.native(unchecked: 16, as: UInt32.self)))
  }

  /// Adds one 16-bit word, in host order.
  @inline(__always)
  public mutating func add(_ word: UInt16) {
    addWide(UInt64(word.bigEndian))
  }

  /// Adds the two 16-bit words of a 32-bit field, in host order.
  @inline(__always)
  public mutating func add(_ field: UInt32) {
    addWide(UInt64(field.bigEndian))
  }

  /// The ones' complement of the folded sum: the value a sender writes, and 0 over a sound message.
  public var value: UInt16 {
    // The upper half of a number plus itself with halves swapped is the sum of the halves, with the
    // carry brought round.
    let half = UInt32(truncatingIfNeeded: (sum &+ (sum << 32 | sum >> 32)) >> 32)
    let quarter = UInt16(truncatingIfNeeded: (half &+ (half << 16 | half >> 16)) >> 16)
    return ~UInt16(bigEndian: quarter)
  }

  /// Adds four 16-bit words at once; a carry out of the top comes back in at the bottom.
  @inline(__always)
  private mutating func addWide(_ word: UInt64) {
    let (partial, overflow) = sum.addingReportingOverflow(word)
    sum = partial &+ (overflow ? 1 : 0)
  }
}
