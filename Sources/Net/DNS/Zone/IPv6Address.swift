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
    var groups: [UInt8] = []
    var gap: Int?
    var index = 0
    while index < text.count {
      if text[index] == UInt8(ascii: ":") {
        guard index + 1 < text.count, text[index + 1] == UInt8(ascii: ":"), gap == nil else {
          return nil
        }
        gap = groups.count
        index += 2
        continue
      }
      guard let group = Self.group(text, &index), groups.count < 16 else { return nil }
      groups.append(UInt8(group >> 8))
      groups.append(UInt8(group & 0xff))
      // One colon between groups; two are left for the next turn, and none may end the text.
      if index < text.count {
        guard text[index] == UInt8(ascii: ":"), index + 1 < text.count else { return nil }
        if text[index + 1] != UInt8(ascii: ":") { index += 1 }
      }
    }
    guard let gap else {
      guard groups.count == 16 else { return nil }
      bytes = groups
      return
    }
    guard groups.count < 16 else { return nil }
    while groups.count < 16 { groups.insert(0, at: gap) }
    bytes = groups
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
