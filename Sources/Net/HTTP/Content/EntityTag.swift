/// What tells one state of a resource from another.
///
/// Source: RFC 9110, section 8.8.3.
public struct EntityTag: Equatable, Sendable {
  /// The characters between the quotes.
  public let opaque: [UInt8]
  /// Whether equal tags mean only that the contents serve the same end.
  public let isWeak: Bool

  /// Makes a tag.
  ///
  /// - Parameters:
  ///   - opaque: Visible characters but quotes; others are left out.
  ///   - isWeak: Whether equal tags need not mean equal bytes.
  public init(_ opaque: [UInt8], isWeak: Bool = false) {
    self.opaque = opaque.filter { Self.isOpaque($0) }
    self.isWeak = isWeak
  }

  /// Makes a tag of contents, which differs if they do.
  public init(hashing bytes: RawSpan) {
    var hash = FNV1a()
    hash.add(bytes)
    self.init(hash)
  }

  /// Makes a tag of contents that were hashed.
  init(_ hash: FNV1a) {
    var text: [UInt8] = []
    text.append(hexadecimal: hash.value, width: 16)
    self.init(text)
  }

  /// Adds the tag as it is written.
  func append(to bytes: inout [UInt8]) {
    if isWeak { bytes.append("W/") }
    bytes.append(ASCII.quote)
    bytes += opaque
    bytes.append(ASCII.quote)
  }

  /// Whether a list has this tag, or is a `*`.
  ///
  /// - Parameters:
  ///   - bytes: What the list lies in.
  ///   - range: The list.
  ///   - isStrong: Whether a weak tag equals none.
  /// - Returns: Whether it does.
  func isListed(in bytes: RawSpan, _ range: Range<Int>, isStrong: Bool) -> Bool {
    if bytes.equals(range, "*") { return true }
    var offset = range.lowerBound
    while let (tag, isWeak) = Self.next(in: bytes, at: &offset, before: range.upperBound) {
      if isStrong, isWeak || self.isWeak { continue }
      if tag.count == opaque.count,
        (0..<tag.count).allSatisfy({
          bytes[tag.lowerBound + $0] == opaque[$0]
        })
      {
        return true
      }
    }
    return false
  }

  /// Takes the next tag of a list; nil at its end and where it is malformed.
  private static func next(
    in bytes: RawSpan, at offset: inout Int, before end: Int
  ) -> (Range<Int>, isWeak: Bool)? {
    while offset < end, bytes[offset].isBlank || bytes[offset] == ASCII.comma { offset += 1 }
    let isWeak = offset + 1 < end && bytes.equals(offset..<offset + 2, "W/")
    if isWeak { offset += 2 }
    guard offset < end, bytes[offset] == ASCII.quote else { return nil }
    let start = offset + 1
    offset = start
    while offset < end, isOpaque(bytes[offset]) { offset += 1 }
    guard offset < end, bytes[offset] == ASCII.quote else { return nil }
    offset += 1
    return (start..<offset - 1, isWeak)
  }

  private static func isOpaque(_ byte: UInt8) -> Bool {
    byte == 0x21 || byte >= 0x23 && byte != 0x7f
  }
}
