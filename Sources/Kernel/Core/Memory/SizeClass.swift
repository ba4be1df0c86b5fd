/// The sizes of small blocks: multiples of 16 up to 128 bytes, then four for each doubling to 2048.
struct SizeClass {
  /// Number of the class, from 0.
  let index: Int

  /// How many classes there are.
  static var count: Int { 24 }
  /// Size of the largest class, in bytes.
  static var maximumByteCount: Int { 2048 }

  /// The smallest class whose blocks hold a number of bytes.
  ///
  /// - Precondition: `byteCount` is at most `maximumByteCount`.
  @inline(__always)
  init(holding byteCount: Int) {
    self.init(holdingOffset: max(byteCount, 1) &- 1)
  }

  /// The smallest class whose blocks have a byte at an offset.
  ///
  /// - Precondition: `last` is at least 0 and below `maximumByteCount`.
  @inline(__always)
  init(holdingOffset last: Int) {
    if last < 128 {
      index = last >> 4
    } else {
      let exponent = Int.bitWidth &- 1 &- last.leadingZeroBitCount
      index = 8 &+ (exponent &- 7) &* 4 &+ ((last >> (exponent &- 2)) & 3)
    }
  }

  /// Names a class by its number.
  @inline(__always)
  init(index: Int) {
    self.index = index
  }

  /// Size of a block, in bytes.
  var byteCount: Int {
    @inline(__always) get {
      guard index >= 8 else { return (index &+ 1) << 4 }
      return (5 &+ (index & 3)) << ((index &- 8) >> 2 &+ 5)
    }
  }
}
