/// The sixteen bytes of an IPv6 address in text.
///
/// Source: RFC 4291, section 2.2, forms 1 and 2.
struct IPv6Address {
  /// The address in network order.
  let bytes: [UInt8]

  /// Reads groups of hexadecimal digits, at one place perhaps left out by two colons.
  ///
  /// Returns nil for anything else, zone indexes and embedded IPv4 addresses included.
  init?(_ text: [UInt8]) {
    var bytes = [UInt8](repeating: 0, count: 16)
    var count = 0
    var gap = -1
    var index = 0
    while index < text.count {
      if Self.isColon(text, index), Self.isColon(text, index + 1), gap < 0 {
        gap = count
        index += 2
        continue
      }
      guard let group = Self.group(text, &index), count < 16 else { return nil }
      bytes[count] = UInt8(truncatingIfNeeded: group >> 8)
      bytes[count + 1] = UInt8(truncatingIfNeeded: group)
      count += 2
      // One colon between groups; two are left for the next turn, and one cannot end the text.
      guard index < text.count else { break }
      guard Self.isColon(text, index), index + 1 < text.count else { return nil }
      if !Self.isColon(text, index + 1) { index += 1 }
    }
    // Without a gap all groups must be there, with one at least one is left out.
    guard gap < 0 ? count == 16 : count < 16 else { return nil }
    if gap >= 0 {
      for moved in stride(from: count - 1, through: gap, by: -1) {
        bytes[moved + 16 - count] = bytes[moved]
        bytes[moved] = 0
      }
    }
    self.bytes = bytes
  }

  private static func isColon(_ text: [UInt8], _ index: Int) -> Bool {
    index < text.count && text[index] == UInt8(ascii: ":")
  }

  /// Reads one to four hexadecimal digits and moves behind them.
  private static func group(_ text: [UInt8], _ index: inout Int) -> Int? {
    let start = index
    var value = 0
    while index < text.count, let digit = hexadecimal(text[index]) {
      guard index - start < 4 else { return nil }
      value = value << 4 | digit
      index += 1
    }
    return index > start ? value : nil
  }

  private static func hexadecimal(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte &- UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte &- UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte &- UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}
