/// The block function of ChaCha20: 64 bytes that look random, made of a key and a number.
///
/// Source: RFC 8439, section 2.3.
enum ChaCha20 {
  /// Size of a block in bytes.
  static var blockByteCount: Int { 64 }
  /// Size of a key in bytes.
  static var keyByteCount: Int { 32 }

  /// A row of the state.
  typealias Row = SIMD4<UInt32>

  /// A key: two rows of little-endian words.
  struct Key: Equatable {
    var first: Row
    var second: Row

    /// The same key with bytes of an equal number of another added bit by bit.
    static func ^ (left: Key, right: Key) -> Key {
      Key(first: left.first ^ right.first, second: left.second ^ right.second)
    }
  }

  /// A block: four rows of little-endian words.
  struct Block: Equatable {
    var first: Row
    var second: Row
    var third: Row
    var fourth: Row
  }

  /// Makes a block.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - counter: Number of the block, in the lowest word, and the nonce.
  /// - Returns: The block.
  @inline(never)
  static func block(key: Key, counter: Row) -> Block {
    // "expand 32-byte k"
    let constants = Row(0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574)
    // Words, not vectors: Swift rotates the words of a vector one by one, which takes longer than
    // the vectors save.
    var (x0, x1, x2, x3) = (constants.x, constants.y, constants.z, constants.w)
    var (x4, x5, x6, x7) = (key.first.x, key.first.y, key.first.z, key.first.w)
    var (x8, x9, x10, x11) = (key.second.x, key.second.y, key.second.z, key.second.w)
    var (x12, x13, x14, x15) = (counter.x, counter.y, counter.z, counter.w)
    for _ in 0..<10 {
      quarterRound(&x0, &x4, &x8, &x12)
      quarterRound(&x1, &x5, &x9, &x13)
      quarterRound(&x2, &x6, &x10, &x14)
      quarterRound(&x3, &x7, &x11, &x15)
      quarterRound(&x0, &x5, &x10, &x15)
      quarterRound(&x1, &x6, &x11, &x12)
      quarterRound(&x2, &x7, &x8, &x13)
      quarterRound(&x3, &x4, &x9, &x14)
    }
    return Block(
      first: Row(x0, x1, x2, x3) &+ constants, second: Row(x4, x5, x6, x7) &+ key.first,
      third: Row(x8, x9, x10, x11) &+ key.second, fourth: Row(x12, x13, x14, x15) &+ counter)
  }

  /// Stirs a column or a diagonal of the state.
  ///
  /// Source: RFC 8439, section 2.1.
  @inline(__always)
  private static func quarterRound(
    _ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32, _ d: inout UInt32
  ) {
    a &+= b
    d = rotated(d ^ a, left: 16)
    c &+= d
    b = rotated(b ^ c, left: 12)
    a &+= b
    d = rotated(d ^ a, left: 8)
    c &+= d
    b = rotated(b ^ c, left: 7)
  }

  @inline(__always)
  private static func rotated(_ word: UInt32, left count: UInt32) -> UInt32 {
    word &<< count | word &>> (32 &- count)
  }
}
