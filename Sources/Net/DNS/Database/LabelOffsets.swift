/// Where the labels of a name in wire format begin.
///
/// A value of this type proves that the name is whole, has no pointer, at most 127 labels besides
/// the root and at most 255 bytes.
///
/// Source: RFC 1035, section 3.1.
struct LabelOffsets {
  /// Offset of the name in its bytes; at least 8.
  let start: Int
  /// Offset behind the name.
  let end: Int
  /// Number of labels, without the root's.
  let count: Int
  /// Offset of each label's length byte, counted from the name's start; leftmost label first.
  private var offsets: [128 of UInt8]

  /// Finds the labels of the name at an offset; nil if it is cut, malformed or compressed.
  ///
  /// - Precondition: The offset is at least 8.
  @inline(__always)
  init?(of bytes: RawSpan, at start: Int) {
    offsets = .init(repeating: 0)
    var position = start
    var count = 0
    let limit = min(bytes.byteCount, start &+ DomainName.maximumByteCount)
    while true {
      guard position < limit else { return nil }
      let length = Int(bytes.bigEndian(at: position, as: UInt8.self))
      guard length != 0 else { break }
      guard length <= 63 else { return nil }
      offsets[count] = UInt8(truncatingIfNeeded: position &- start)
      count &+= 1
      position &+= 1 &+ length
    }
    self.start = start
    self.count = count
    end = position &+ 1
  }

  /// Offset of a label's length byte in the bytes of the name.
  @inline(__always)
  func offset(_ index: Int) -> Int { start &+ Int(offsets[index]) }
}
