/// Bytes as text of 64 characters.
///
/// Source: RFC 4648, section 4.
enum Base64 {
  /// Encodes bytes, with padding.
  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group: UInt32 = 0
      for offset in 0..<3 {
        group = group << 8 | (offset < count ? UInt32(bytes[start + offset]) : 0)
      }
      for place in 0..<4 {
        let index = UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * place)) & 63
        text.append(place <= count ? character(index) : ASCII.equals)
      }
    }
    return text
  }

  /// Decodes text; nil if it is none, has wrong padding, or bits that should be zero.
  static func decode(_ text: [UInt8]) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: text.count, by: 4) {
      let isLast = start + 4 == text.count
      let padding =
        !isLast || text[start + 3] != ASCII.equals ? 0 : text[start + 2] != ASCII.equals ? 1 : 2
      var group: UInt32 = 0
      for offset in 0..<4 {
        let digit = offset < 4 - padding ? value(text[start + offset]) : 0
        guard let digit else { return nil }
        group = group << 6 | UInt32(digit)
      }
      guard group & (1 << UInt32(8 * padding) - 1) == 0 else { return nil }
      for place in 0..<3 - padding {
        bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(16 - 8 * place)))
      }
    }
    return bytes
  }

  private static func character(_ index: UInt8) -> UInt8 {
    switch index {
    case 0..<26: 0x41 + index
    case 26..<52: 0x61 + index - 26
    case 52..<62: 0x30 + index - 52
    case 62: ASCII.plus
    default: ASCII.slash
    }
  }

  private static func value(_ character: UInt8) -> UInt8? {
    switch character {
    case 0x41...0x5a: character - 0x41
    case 0x61...0x7a: character - 0x61 + 26
    case 0x30...0x39: character - 0x30 + 52
    case ASCII.plus: 62
    case ASCII.slash: 63
    default: nil
    }
  }
}
