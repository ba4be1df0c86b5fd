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
  ///
  /// It takes a few steps for each 27 powers of ten, so that numbers made to be hard are not.
  private var long: Double {
    var numerator = Natural(digits)
    var denominator = Natural([1])
    var exponent = exponent
    if hasMore {
      // Any digit but zero.
      numerator.multiplyAdd(10, 1)
      exponent -= 1
    }
    // The powers of two in those of ten only move the point.
    numerator.multiply(byPowerOfFive: max(exponent, 0))
    denominator.multiply(byPowerOfFive: max(-exponent, 0))
    let ratio = Natural.ratio(of: numerator, to: denominator)
    return Self.round(ratio.quotient, isExact: ratio.isExact, exponent + ratio.exponent)
  }

  /// Rounds a number of 63 or 64 bits to what a fraction holds.
  ///
  /// - Parameters:
  ///   - number: The number.
  ///   - isExact: Whether nothing follows behind its last bit.
  ///   - exponent: The power of two that it is multiplied by.
  /// - Returns: The nearest number.
  private static func round(_ number: UInt64, isExact: Bool, _ exponent: Int) -> Double {
    let bitCount = 64 - number.leadingZeroBitCount
    let binary = exponent + bitCount - 1
    // Those below the normal ones have fewer bits.
    let kept = min(53, 53 + 1022 + binary)
    if kept < 0 { return 0 }
    let dropped = UInt64(bitCount - kept)
    // Shifts of all 64 bits give zero.
    var significand = number >> dropped
    let half: UInt64 = 1 << (dropped - 1)
    let rest = number & (half << 1 &- 1)
    let isAbove = rest > half || rest == half && !isExact
    if isAbove || rest == half && significand & 1 == 1 { significand += 1 }
    let power = max(binary, -1022) - 52
    return Double(sign: .plus, exponent: power, significand: 1) * Double(significand)
  }
}
