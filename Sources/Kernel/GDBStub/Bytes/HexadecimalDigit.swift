/// Digits to the base of 16, as packets have them: small letters are sent, both are read.
enum HexadecimalDigit {
  /// The value of a digit; nil if a byte is none.
  @inline(never)
  static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x61...0x66: byte - 0x61 + 10
    case 0x41...0x46: byte - 0x41 + 10
    default: nil
    }
  }

  /// The digit of a value's lowest four bits.
  @inline(never)
  static func byte(_ value: UInt8) -> UInt8 {
    let digit = 0x30 &+ (value & 15)
    return digit < 0x3a ? digit : digit &+ 0x27
  }
}
