/// A name in wire format, made of text when a server starts.
///
/// Source: RFC 1035, sections 3.1 and 5.1.
struct DomainName {
  /// Bytes that come before the name, so that words ending in its first label can be loaded.
  static let headroom = 12
  /// Largest size of a name, its final zero included.
  static let maximumByteCount = 255

  /// Twelve zero bytes, then labels with their lengths, then a zero.
  private(set) var bytes = [UInt8](repeating: 0, count: headroom)

  /// Reads a name; letters keep their case.
  ///
  /// - Parameters:
  ///   - text: Labels between dots. Ends in a dot if absolute; empty or `@` means the origin.
  ///   - origin: What follows a relative name; nil means the root.
  /// - Throws: The reason why the text is no name.
  init(_ text: Text, origin: DomainName?) throws(ZoneError.Reason) {
    let text = text.bytes
    var index = 0
    var absolute = false
    if text.count == 1, text[0] == UInt8(ascii: "@") { index = 1 }
    if text.count == 1, text[0] == UInt8(ascii: ".") {
      index = 1
      absolute = true
    }
    while index < text.count {
      absolute = try appendLabel(text, &index)
    }
    if !absolute, let origin {
      bytes += origin.bytes[Self.headroom...]
    } else {
      bytes.append(0)
    }
    guard bytes.count - Self.headroom <= Self.maximumByteCount else { throw .nameTooLong }
  }

  /// Reads one label and the dot behind it; returns whether the text ends with that dot.
  private mutating func appendLabel(
    _ text: [UInt8], _ index: inout Int
  ) throws(ZoneError.Reason) -> Bool {
    let start = bytes.count
    bytes.append(0)
    while index < text.count, text[index] != UInt8(ascii: ".") {
      bytes.append(try Self.character(text, &index))
    }
    let count = bytes.count - start - 1
    guard count > 0 else { throw .emptyLabel }
    guard count <= 63 else { throw .labelTooLong }
    bytes[start] = UInt8(count)
    guard index < text.count else { return false }
    index += 1
    return index == text.count
  }

  /// Reads one character, `\.` or `\DDD`.
  private static func character(
    _ text: [UInt8], _ index: inout Int
  ) throws(ZoneError.Reason) -> UInt8 {
    let byte = text[index]
    index += 1
    guard byte == UInt8(ascii: "\\") else { return byte }
    guard index < text.count else { throw .badEscape }
    guard (0x30...0x39).contains(text[index]) else {
      index += 1
      return text[index - 1]
    }
    guard index + 3 <= text.count else { throw .badEscape }
    var value = 0
    for digit in text[index..<index + 3] {
      guard (0x30...0x39).contains(digit) else { throw .badEscape }
      value = value * 10 + Int(digit) - 0x30
    }
    guard value <= 255 else { throw .badEscape }
    index += 3
    return UInt8(value)
  }
}
