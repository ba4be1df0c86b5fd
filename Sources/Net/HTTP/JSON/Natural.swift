/// A whole number of any size, as far as reading numbers with a fraction needs it.
struct Natural {
  /// 64 bits each, the lowest first; the last is not zero.
  private var words: [UInt64] = []

  /// Makes the number of decimal digits.
  init(_ digits: [UInt8]) {
    words.reserveCapacity(digits.count / 19 + 2)
    // As many at a time as a word holds.
    var (part, scale): (UInt64, UInt64) = (0, 1)
    for digit in digits {
      part = part * 10 + UInt64(digit)
      scale *= 10
      guard scale == 10_000_000_000_000_000_000 else { continue }
      multiplyAdd(scale, part)
      (part, scale) = (0, 1)
    }
    if scale > 1 { multiplyAdd(scale, part) }
  }

  /// How many bits it takes.
  private var bitCount: Int {
    words.last.map { words.count * 64 - $0.leadingZeroBitCount } ?? 0
  }

  /// Multiplies by a number and adds another.
  mutating func multiplyAdd(_ factor: UInt64, _ summand: UInt64) {
    var carry = summand
    for index in words.indices {
      let product = words[index].multipliedFullWidth(by: factor)
      let (low, overflow) = product.low.addingReportingOverflow(carry)
      words[index] = low
      carry = product.high + (overflow ? 1 : 0)
    }
    if carry > 0 { words.append(carry) }
  }

  /// Multiplies by a power of five.
  mutating func multiply(byPowerOfFive exponent: Int) {
    // What 64 bits hold at a time.
    for _ in 0..<exponent / 27 { multiplyAdd(7_450_580_596_923_828_125, 0) }
    multiplyAdd((0..<exponent % 27).reduce(1) { power, _ in power * 5 }, 0)
  }

  /// Divides two numbers, neither of which is zero, as exactly as a word holds.
  ///
  /// - Returns: A quotient of 63 or 64 bits, the power of two that it is to be multiplied by, and
  ///   whether nothing is left.
  ///
  /// Source: Knuth, The Art of Computer Programming, volume 2, section 4.3.1, algorithm D.
  static func ratio(
    of numerator: Natural, to denominator: Natural
  ) -> (quotient: UInt64, exponent: Int, isExact: Bool) {
    // Such that the divisor's first bit is that of a word, and the quotient is one word.
    let count = max((denominator.bitCount + 63) / 64, numerator.bitCount / 64)
    let shift = 64 * count - denominator.bitCount
    let numeratorShift = 64 * count + 63 - numerator.bitCount
    let divisor = denominator.shifted(by: shift)
    var rest = numerator.shifted(by: numeratorShift)
    let first = divisor[count - 1]
    var quotient = first.dividingFullWidth((rest[count], rest[count - 1])).quotient
    // Guessed by the first word of the divisor, it is too large by two at most.
    var borrow = subtract(divisor, times: quotient, from: &rest)
    while borrow {
      quotient -= 1
      borrow = !add(divisor, to: &rest)
    }
    return (quotient, shift - numeratorShift, rest.allSatisfy { $0 == 0 })
  }

  /// The words of the number times a power of two.
  private func shifted(by count: Int) -> [UInt64] {
    var result = [UInt64](repeating: 0, count: count / 64)
    result.reserveCapacity(result.count + words.count + 1)
    let bits = UInt64(count % 64)
    var carry: UInt64 = 0
    for word in words {
      result.append(word << bits | carry)
      // A shift by all 64 bits gives zero.
      carry = word >> (64 - bits)
    }
    if carry > 0 { result.append(carry) }
    return result
  }

  /// Subtracts the multiple of a number from one that is a word longer.
  ///
  /// - Returns: Whether the result is negative: what it lacks is then added by `add`.
  private static func subtract(
    _ divisor: [UInt64], times factor: UInt64, from rest: inout [UInt64]
  ) -> Bool {
    var carry: UInt64 = 0
    for index in divisor.indices {
      let product = divisor[index].multipliedFullWidth(by: factor)
      let (low, overflow) = product.low.addingReportingOverflow(carry)
      let (difference, borrow) = rest[index].subtractingReportingOverflow(low)
      rest[index] = difference
      carry = product.high + (overflow ? 1 : 0) + (borrow ? 1 : 0)
    }
    let (difference, borrow) = rest[divisor.count].subtractingReportingOverflow(carry)
    rest[divisor.count] = difference
    return borrow
  }

  /// Adds a number to a negative one that is a word longer.
  ///
  /// - Returns: Whether the sum is not negative any more.
  private static func add(_ divisor: [UInt64], to rest: inout [UInt64]) -> Bool {
    var carry: UInt64 = 0
    for index in divisor.indices {
      let (part, first) = rest[index].addingReportingOverflow(divisor[index])
      let (sum, second) = part.addingReportingOverflow(carry)
      rest[index] = sum
      carry = first || second ? 1 : 0
    }
    let (sum, overflow) = rest[divisor.count].addingReportingOverflow(carry)
    rest[divisor.count] = sum
    return overflow
  }
}
