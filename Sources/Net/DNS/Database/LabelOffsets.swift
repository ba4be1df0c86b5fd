/// Where the labels of a name in wire format begin.
///
/// A value of this type proves that the name is whole, has no pointer, at most 127 labels besides
/// the root and at most 255 bytes.
///
/// Source: RFC 1035, section 3.1.
struct LabelOffsets {
  /// Offset of the name in its bytes; at least 8.
  private(set) var start = 0
  /// Offset behind the name.
  private(set) var end = 0
  /// Number of labels, without the root's.
  private(set) var count = 0
  /// Offsets of the last eight labels, counted from the name's start, one byte each.
  ///
  /// The rightmost label is in the lowest byte. An array of all would be copied more than read.
  private var lastOffsets: UInt64 = 0

  /// Makes room for the labels of a name; until one is read, it is no name.
  init() {}

  /// Finds the labels of the name at an offset; nil if it is cut, malformed or compressed.
  ///
  /// - Precondition: The offset is at least 8.
  init?(of bytes: RawSpan, at start: Int) {
    guard read(bytes, at: start) else { return nil }
  }

  /// Finds the labels of the name at an offset.
  ///
  /// Returns false if it is cut, malformed or compressed, and the value must not be used then.
  ///
  /// - Precondition: The offset is at least 8.
  @inline(__always)
  mutating func read(_ bytes: RawSpan, at start: Int) -> Bool {
    var position = start
    var count = 0
    var offsets: UInt64 = 0
    let limit = min(bytes.byteCount, start &+ DomainName.maximumByteCount)
    while true {
      guard position < limit else { return false }
      let length = Int(bytes.bigEndian(at: position, as: UInt8.self))
      guard length != 0 else { break }
      guard length <= 63 else { return false }
      offsets = offsets &<< 8 | UInt64(truncatingIfNeeded: position &- start)
      count &+= 1
      position &+= 1 &+ length
    }
    self.start = start
    self.count = count
    lastOffsets = offsets
    end = position &+ 1
    return true
  }

  /// Offset of a label's length byte in the bytes of the name.
  ///
  /// - Precondition: The index is from 0, the leftmost label, to below the count.
  @inline(__always)
  func offset(_ index: Int, in bytes: RawSpan) -> Int {
    let fromRight = count &- 1 &- index
    guard fromRight < 8 else { return scannedOffset(index, in: bytes) }
    return start &+ Int(lastOffsets &>> UInt64(truncatingIfNeeded: 8 &* fromRight) & 0xff)
  }

  /// Finds a label of a long name from its start.
  @inline(never)
  private func scannedOffset(_ index: Int, in bytes: RawSpan) -> Int {
    var offset = start
    for _ in 0..<index { offset &+= 1 &+ Int(bytes.bigEndian(at: offset, as: UInt8.self)) }
    return offset
  }
}
