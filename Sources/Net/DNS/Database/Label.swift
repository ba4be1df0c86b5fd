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
    var mixture = Self.mixed(tail, UInt64(truncatingIfNeeded: count))
    var read = 8
    while read < count {
      mixture = Self.mixed(
        Self.folded(bytes, endingAt: end &- read, of: count &- read), mixture)
      read &+= 8
    }
    self.mixture = mixture
  }

  /// A hash of the label below a node; its upper bits are the best.
  @inline(__always)
  func hash(below parent: Int32) -> UInt64 {
    Self.mixed(mixture, UInt64(truncatingIfNeeded: parent))
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

  /// Mixes a word into a hash.
  @inline(__always)
  private static func mixed(_ word: UInt64, _ hash: UInt64) -> UInt64 {
    let product = (word ^ hash &* 0x9e37_79b9_7f4a_7c15) &* 0xd6e8_feb8_6659_fd93
    return product ^ product &>> 32
  }
}
