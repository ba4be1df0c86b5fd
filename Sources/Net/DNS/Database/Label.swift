/// A label in bytes, read for look-up eight bytes at a time and without regard to case.
///
/// Source: RFC 4343, section 3: only the ASCII letters have a case.
struct Label {
  /// Number of bytes.
  let count: Int
  /// Offset behind the last byte.
  let end: Int
  /// The last eight bytes, or all of them, in lower case; the last byte is the most significant.
  let tail: UInt64
  /// A mixture of all bytes.
  private let mixture: UInt64

  /// Reads the label whose length byte is at an offset of at least 7.
  @inline(__always)
  init(_ bytes: RawSpan, at offset: Int) {
    count = Int(bytes.bigEndian(at: offset, as: UInt8.self))
    end = offset &+ 1 &+ count
    tail = Self.folded(bytes, endingAt: end, of: count)
    mixture = count <= 8 ? tail : Self.mixture(of: bytes, endingAt: end, count: count)
  }

  /// A hash of the label below a node; its upper bits are the best.
  @inline(__always)
  func hash(below parent: Int32) -> UInt64 {
    let word = mixture ^ UInt64(truncatingIfNeeded: parent) &* 0x9e37_79b9_7f4a_7c15
    let product = word.multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
    return product.low ^ product.high
  }

  /// Mixes all bytes of a label longer than eight.
  @inline(never)
  private static func mixture(of bytes: RawSpan, endingAt end: Int, count: Int) -> UInt64 {
    var mixture: UInt64 = 0
    var read = 0
    while read < count {
      let word = folded(bytes, endingAt: end &- read, of: count &- read)
      mixture = (mixture ^ word) &* 0xd6e8_feb8_6659_fd93
      mixture ^= mixture &>> 32
      read &+= 8
    }
    return mixture
  }

  /// Reads up to eight bytes that end at an offset, with upper case made lower and others zero.
  @inline(__always)
  static func folded(_ bytes: RawSpan, endingAt end: Int, of count: Int) -> UInt64 {
    var word = bytes.word(endingAt: end)
    if count < 8 { word = word &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count) }
    // Per byte, without carries: bit 7 of the sums says "at least A" and "above Z".
    let low = word & 0x7f7f_7f7f_7f7f_7f7f
    let atLeastA = low &+ 0x3f3f_3f3f_3f3f_3f3f
    let aboveZ = low &+ 0x2525_2525_2525_2525
    let upper = atLeastA & ~aboveZ & ~word & 0x8080_8080_8080_8080
    return word | upper &>> 2
  }
}
