/// A whole number of any size, as far as reading numbers with a fraction needs it.
struct Natural {
  /// 32 bits each, the lowest first; the last is not zero.
  private var words: [UInt32] = []

  /// Makes the number of decimal digits.
  init(_ digits: [UInt8]) {
    for digit in digits { multiplyAdd(10, UInt32(digit)) }
  }

  /// How many bits it takes.
  var bitCount: Int {
    words.last.map { words.count * 32 - $0.leadingZeroBitCount } ?? 0
  }

  /// Multiplies by a number and adds another.
  mutating func multiplyAdd(_ factor: UInt32, _ summand: UInt32) {
    var carry = UInt64(summand)
    for index in words.indices {
      carry += UInt64(words[index]) * UInt64(factor)
      words[index] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    if carry > 0 { words.append(UInt32(carry)) }
  }

  /// Multiplies by a power of two.
  mutating func shiftLeft(_ count: Int) {
    let bits = UInt64(count % 32)
    var carry: UInt64 = 0
    for index in words.indices {
      carry |= UInt64(words[index]) << bits
      words[index] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    if carry > 0 { words.append(UInt32(carry)) }
    if count >= 32, !words.isEmpty {
      words.insert(contentsOf: repeatElement(0, count: count / 32), at: 0)
    }
  }

  /// Subtracts a number that is not larger.
  mutating func subtract(_ other: Natural) {
    var borrow: Int64 = 0
    for index in words.indices {
      let subtrahend = index < other.words.count ? Int64(other.words[index]) : 0
      borrow += Int64(words[index]) - subtrahend
      words[index] = UInt32(truncatingIfNeeded: borrow)
      borrow >>= 32
    }
    while words.last == 0 { words.removeLast() }
  }

  static func < (left: Natural, right: Natural) -> Bool {
    if left.words.count != right.words.count { return left.words.count < right.words.count }
    for index in left.words.indices.reversed() where left.words[index] != right.words[index] {
      return left.words[index] < right.words[index]
    }
    return false
  }
}
