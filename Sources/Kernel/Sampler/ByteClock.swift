/// The bytes between two samples of allocations: at random, so that each byte has the same chance.
///
/// The distances of a Poisson process, whatever the sizes of blocks are: one of size s is sampled
/// with a probability of 1 - exp(-s / mean).
public struct ByteClock: Equatable, Sendable {
  private var random: UInt64

  /// Makes a clock.
  ///
  /// - Parameter seed: Where the random numbers begin.
  public init(seed: UInt64) {
    random = seed &* 0x9e37_79b9_7f4a_7c15
  }

  /// The longest mean distance.
  public static var longestMean: UInt64 { 1 << 40 }

  /// Draws the next distance.
  ///
  /// - Parameter mean: What it is on average, at most `longestMean`.
  /// - Returns: Bytes, at least 1.
  public mutating func next(mean: UInt64) -> UInt64 {
    // Source: Knuth, The Art of Computer Programming, volume 2, section 3.3.4, line 26 (MMIX).
    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    // A number from the open interval (0, 1), as 33 bits of which the last is 1.
    let fraction = random >> 31 | 1
    // -log2 of it, in units of 2^-16; times log(2).
    let logarithm = 33 << 16 - Self.logarithm2(fraction)
    return max((((logarithm &* 45_426) >> 16) &* mean) >> 16, 1)
  }

  /// The logarithm to base 2: one bit of it for each squaring.
  ///
  /// - Parameter value: 1 or more, below 2^34.
  /// - Returns: Units of 2^-16.
  private static func logarithm2(_ value: UInt64) -> UInt64 {
    let exponent = 63 &- value.leadingZeroBitCount
    // From 1 up to 2, in units of 2^-31.
    var mantissa = exponent <= 31 ? value &<< (31 &- exponent) : value &>> (exponent &- 31)
    // A 1, and the bits behind it: the loop's end depends on what it makes, so that it stays one.
    var fraction: UInt64 = 1
    while fraction < 1 << 16 {
      mantissa = (mantissa &* mantissa) >> 31
      fraction = fraction << 1
      if mantissa >> 32 != 0 {
        mantissa >>= 1
        fraction |= 1
      }
    }
    return UInt64(truncatingIfNeeded: exponent) << 16 | fraction & 0xffff
  }
}
