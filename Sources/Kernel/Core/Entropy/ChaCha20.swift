/// The block function of ChaCha20: 64 bytes that look random, made of a key and a number.
///
/// The state is four rows of four words; a row is one vector, so that a round works on four columns
/// at a time.
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
    var state = Block(first: constants, second: key.first, third: key.second, fourth: counter)
    for _ in 0..<10 {
      round(&state)
      // The second of two rounds works on diagonals: the rows are turned so that these are columns.
      state.second = turned(state.second, by: 1)
      state.third = turned(state.third, by: 2)
      state.fourth = turned(state.fourth, by: 3)
      round(&state)
      state.second = turned(state.second, by: 3)
      state.third = turned(state.third, by: 2)
      state.fourth = turned(state.fourth, by: 1)
    }
    return Block(
      first: state.first &+ constants, second: state.second &+ key.first,
      third: state.third &+ key.second, fourth: state.fourth &+ counter)
  }

  /// Four quarter rounds, one for each column.
  ///
  /// Source: RFC 8439, section 2.1.
  @inline(__always)
  private static func round(_ state: inout Block) {
    state.first &+= state.second
    state.fourth = rotated(state.fourth ^ state.first, left: 16)
    state.third &+= state.fourth
    state.second = rotated(state.second ^ state.third, left: 12)
    state.first &+= state.second
    state.fourth = rotated(state.fourth ^ state.first, left: 8)
    state.third &+= state.fourth
    state.second = rotated(state.second ^ state.third, left: 7)
  }

  /// Every word rotated.
  @inline(__always)
  private static func rotated(_ row: Row, left count: UInt32) -> Row {
    row &<< Row(repeating: count) | row &>> Row(repeating: 32 &- count)
  }

  /// The words of a row moved towards its start, the first ones to the end.
  @inline(__always)
  private static func turned(_ row: Row, by count: Int) -> Row {
    switch count {
    case 1: Row(row.y, row.z, row.w, row.x)
    case 2: Row(row.z, row.w, row.x, row.y)
    default: Row(row.w, row.x, row.y, row.z)
    }
  }
}
