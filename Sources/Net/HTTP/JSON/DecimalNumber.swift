/// Decimal digits and a power of ten, and the number with a fraction that is nearest to them.
///
/// The result is exact for every input: halfway cases are rounded to even.
///
/// Source: IEEE 754-2019, section 5.12.2; Clinger, "How to Read Floating Point Numbers Accurately",
/// for the short way.
struct DecimalNumber {
  /// Significant digits that are kept; what comes after can only say on which side of a half the
  /// number lies, for which one more digit is enough (a half has at most 767).
  private static var digitLimit: Int { 800 }

  /// The digits, without zeros before them.
  private var digits: [UInt8] = []
  /// The power of ten that the digits, taken as a whole number, are to be multiplied by.
  private var exponent: Int
  private var hasMore = false

  /// Begins a number.
  ///
  /// - Parameter exponent: The power of ten that it is multiplied by.
  init(exponent: Int) { self.exponent = exponent }

  /// Adds a digit at the end.
  mutating func append(_ digit: UInt8, isFraction: Bool = false) {
    if digits.isEmpty, digit == 0 {
      exponent -= isFraction ? 1 : 0
    } else if digits.count < Self.digitLimit {
      digits.append(digit)
      exponent -= isFraction ? 1 : 0
    } else {
      hasMore = hasMore || digit != 0
      exponent += isFraction ? 0 : 1
    }
  }

  /// The nearest number.
  var double: Double {
    if digits.isEmpty { return 0 }
    let magnitude = digits.count + exponent
    if magnitude > 310 { return .infinity }
    if magnitude < -330 { return 0 }
    return short ?? long
  }

  /// The number, if digits and power are both exact as they are, so that it is rounded only once.
  private var short: Double? {
    guard digits.count <= 15, exponent >= -22, exponent <= 22 else { return nil }
    let number = Double(digits.reduce(0) { $0 * 10 + Int($1) })
    var power = 1.0
    for _ in 0..<exponent.magnitude { power *= 10 }
    return exponent < 0 ? number / power : number * power
  }

  /// The number by exact arithmetic: the quotient of two whole ones.
  private var long: Double {
    var numerator = Natural(digits)
    var denominator = Natural([1])
    var exponent = exponent
    if hasMore {
      // Any digit but zero.
      numerator.multiplyAdd(10, 1)
      exponent -= 1
    }
    for _ in 0..<max(exponent, 0) { numerator.multiplyAdd(10, 0) }
    for _ in 0..<max(-exponent, 0) { denominator.multiplyAdd(10, 0) }
    // Such that 1 <= numerator / denominator < 2 when multiplied by 2^-binary.
    var binary = numerator.bitCount - denominator.bitCount
    if binary > 0 { denominator.shiftLeft(binary) } else { numerator.shiftLeft(-binary) }
    if numerator < denominator {
      binary -= 1
      numerator.shiftLeft(1)
    }
    return Self.assemble(&numerator, denominator, binary)
  }

  /// Divides bit by bit and rounds.
  private static func assemble(
    _ numerator: inout Natural, _ denominator: Natural, _ binary: Int
  ) -> Double {
    // Those below the normal ones have fewer bits.
    let bitCount = binary >= -1022 ? 53 : 53 - (-1022 - binary)
    if bitCount < 0 { return 0 }
    var significand: UInt64 = 0
    for _ in 0..<bitCount {
      significand <<= 1
      if !(numerator < denominator) {
        numerator.subtract(denominator)
        significand |= 1
      }
      numerator.shiftLeft(1)
    }
    // What is left, doubled, is compared with the denominator: below, at or above one half.
    let isAbove = denominator < numerator
    let isHalf = !isAbove && !(numerator < denominator)
    if isAbove || isHalf && significand & 1 == 1 { significand += 1 }
    let power = max(binary, -1022) - 52
    return Double(sign: .plus, exponent: power, significand: 1) * Double(significand)
  }
}
