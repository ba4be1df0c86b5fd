/// Checks text that comes bit by bit.
///
/// Source: RFC 3629, section 4.
struct UTF8Check: Equatable, Sendable {
  /// Bytes that must follow to end the present character.
  private var missing = 0
  /// What the next of them may be.
  private var lowest: UInt8 = 0x80
  private var highest: UInt8 = 0xbf

  /// Whether no character is cut.
  var isAtBoundary: Bool { missing == 0 }

  /// Checks a byte.
  ///
  /// - Returns: Whether it may follow those before.
  mutating func accept(_ byte: UInt8) -> Bool {
    guard missing == 0 else {
      guard byte >= lowest, byte <= highest else { return false }
      (lowest, highest) = (0x80, 0xbf)
      missing -= 1
      return true
    }
    switch byte {
    case 0..<0x80: return true
    case 0xc2...0xdf: missing = 1
    case 0xe0...0xef:
      missing = 2
      // No longer than needed, and no half of a surrogate pair.
      if byte == 0xe0 { lowest = 0xa0 }
      if byte == 0xed { highest = 0x9f }
    case 0xf0...0xf4:
      missing = 3
      // Neither that, nor beyond U+10FFFF.
      if byte == 0xf0 { lowest = 0x90 }
      if byte == 0xf4 { highest = 0x8f }
    default: return false
    }
    return true
  }

  /// Whether bytes are whole characters.
  static func isValid(_ bytes: RawSpan) -> Bool {
    var check = UTF8Check()
    for offset in 0..<bytes.byteCount where !check.accept(bytes[offset]) { return false }
    return check.isAtBoundary
  }
}
