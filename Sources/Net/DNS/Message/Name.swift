/// A domain name in wire format, of any case and complete: labels with their lengths, then a zero.
///
/// Source: RFC 1035, section 3.1.
public struct Name: Equatable, Sendable {
  /// The bytes of the name: 1 to 255.
  public let bytes: [UInt8]

  /// Takes bytes that are a name.
  init(unchecked bytes: [UInt8]) { self.bytes = bytes }

  /// Reads a name from text; nil if it is none.
  ///
  /// - Parameter text: Labels between dots, perhaps with one at the end; `\.` and `\DDD` stand for
  ///   single bytes.
  public init?(_ text: [UInt8]) {
    guard !text.isEmpty, let name = try? DomainName(Text(text), origin: nil) else { return nil }
    bytes = Array(name.bytes[DomainName.headroom...])
  }

  /// Makes a name of one known to the compiler.
  ///
  /// - Precondition: The text is a name.
  public init(labels text: StaticString) {
    guard let name = Name(Text(stringLiteral: text).bytes) else {
      preconditionFailure("not a name")
    }
    self = name
  }

  /// The same name, with capital letters made small.
  public var lowercased: Name { Name(unchecked: bytes.map(Self.lowercased)) }

  /// Whether it is another name, whatever the case of its letters, or below it.
  public func isAtOrBelow(_ other: Name) -> Bool {
    guard other.bytes.count <= bytes.count else { return false }
    // The other must begin where a label of this one does: lengths are never letters' values, so
    // the position is looked for from the start.
    var start = 0
    while start < bytes.count - other.bytes.count {
      start += Int(bytes[start]) + 1
    }
    guard start == bytes.count - other.bytes.count else { return false }
    return other.bytes.indices.allSatisfy {
      Self.lowercased(bytes[start + $0]) == Self.lowercased(other.bytes[$0])
    }
  }

  /// Whether two names are the same, whatever the case of their letters.
  public func isSame(as other: Name) -> Bool {
    bytes.count == other.bytes.count && isAtOrBelow(other)
  }

  /// A capital letter made small; any other byte.
  ///
  /// Lengths of labels are below the letters, so that they stay what they are.
  static func lowercased(_ byte: UInt8) -> UInt8 {
    0x41...0x5a ~= byte ? byte | 0x20 : byte
  }

  /// The name with its letters large or small as bits say, one for each letter.
  ///
  /// Source: draft-vixie-dnsext-dns0x20.
  ///
  /// - Parameter bits: Where the bits come from.
  /// - Returns: The name.
  public func recased(by bits: inout some RandomNumberGenerator) -> Name {
    var pool: UInt64 = 0
    var count = 0
    return Name(
      unchecked: bytes.map { byte in
        guard 0x61...0x7a ~= Self.lowercased(byte) else { return byte }
        if count == 0 { (pool, count) = (bits.next(), 64) }
        defer { (pool, count) = (pool >> 1, count - 1) }
        return Self.lowercased(byte) ^ (pool & 1 == 0 ? 0 : 0x20)
      })
  }
}
