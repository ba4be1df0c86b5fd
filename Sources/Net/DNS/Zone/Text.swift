/// The text of a name or of data in a zone: a literal, or bytes made by a program.
///
/// Not a `String`, whose machinery would be the largest part of a small image.
public struct Text: ExpressibleByStringLiteral, Sendable {
  /// The text in UTF-8.
  public let bytes: [UInt8]

  /// Makes a text of its bytes.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Makes a text of a literal.
  @inline(never)
  public init(stringLiteral value: StaticString) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(value.utf8CodeUnitCount)
    // Safe: a string literal is its bytes in the image, and they are read within their count.
    for index in 0..<value.utf8CodeUnitCount {
      unsafe bytes.append(value.utf8Start[index])
    }
    self.bytes = bytes
  }
}
