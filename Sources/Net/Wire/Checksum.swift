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
    var offset = 0
    while offset &+ 8 <= byteCount {
      addWide(bytes.nativeWord(unchecked: offset))
      offset &+= 8
    }
    if byteCount & 4 != 0 {
      addWide(UInt64(bytes.nativeEndian(at: offset, as: UInt32.self)))
      offset &+= 4
    }
    if byteCount & 2 != 0 {
      addWide(UInt64(bytes.nativeEndian(at: offset, as: UInt16.self)))
      offset &+= 2
    }
    if byteCount & 1 != 0 {
      add(UInt16(bytes.nativeEndian(at: offset, as: UInt8.self)) << 8)
    }
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
    var folded = (sum & 0xffff_ffff) &+ (sum >> 32)
    folded = (folded & 0xffff) &+ (folded >> 16)
    folded = (folded & 0xffff) &+ (folded >> 16)
    folded = (folded & 0xffff) &+ (folded >> 16)
    return ~UInt16(bigEndian: UInt16(truncatingIfNeeded: folded))
  }

  /// Adds four 16-bit words at once; a carry out of the top comes back in at the bottom.
  @inline(__always)
  private mutating func addWide(_ word: UInt64) {
    let (partial, overflow) = sum.addingReportingOverflow(word)
    sum = partial &+ (overflow ? 1 : 0)
  }
}
