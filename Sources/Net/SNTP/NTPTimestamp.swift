/// A moment as the network time protocol counts it: 32 bits of seconds, 32 bits of their fraction.
///
/// Source: RFC 5905, section 6; RFC 4330, section 3, for the years from 2036 on.
public struct NTPTimestamp: RawRepresentable, Equatable, Sendable {
  /// Seconds since the start of 1900 in the upper half, modulo 2^32; 0 means that none is known.
  public let rawValue: UInt64

  /// Makes a moment of its 64 bits.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Seconds from the start of 1900 to that of 1970.
  private static let secondsTo1970 = 2_208_988_800

  /// Makes a moment of a time since the start of 1970.
  ///
  /// - Parameters:
  ///   - seconds: Whole seconds.
  ///   - nanoseconds: Those after them, below a thousand million.
  public init(secondsSince1970 seconds: Int, nanoseconds: UInt32) {
    let upper = UInt32(truncatingIfNeeded: seconds + Self.secondsTo1970)
    rawValue = UInt64(upper) << 32 | (UInt64(nanoseconds) << 32) / 1_000_000_000
  }

  /// Whole seconds since the start of 1970, from 1968 to 2104.
  public var secondsSince1970: Int {
    let seconds = Int(rawValue >> 32)
    // With the first bit clear, the seconds have begun anew in 2036.
    return seconds - Self.secondsTo1970 + (seconds < 1 << 31 ? 1 << 32 : 0)
  }

  /// Nanoseconds after those seconds.
  public var nanoseconds: UInt32 {
    UInt32(truncatingIfNeeded: ((rawValue & 0xffff_ffff) * 1_000_000_000) >> 32)
  }

  /// Nanoseconds from another moment to this one; negative if this one is earlier.
  ///
  /// Right as long as less than 68 years are between them.
  public func nanoseconds(since other: NTPTimestamp) -> Int {
    let difference = Int64(bitPattern: rawValue &- other.rawValue)
    // In two parts, as the whole product has more than 64 bits.
    let whole = Int(difference >> 32)
    return whole * 1_000_000_000 + Int(((difference & 0xffff_ffff) * 1_000_000_000) >> 32)
  }

  /// The moment so many nanoseconds later, or earlier if they are negative.
  public func advanced(byNanoseconds interval: Int) -> NTPTimestamp {
    var rest = interval % 1_000_000_000
    var seconds = interval / 1_000_000_000
    if rest < 0 {
      rest += 1_000_000_000
      seconds -= 1
    }
    let fraction = (UInt64(rest) << 32) / 1_000_000_000
    return NTPTimestamp(
      rawValue: rawValue &+ UInt64(bitPattern: Int64(seconds)) << 32 &+ fraction)
  }
}
