/// An ICMP message, read in place.
///
/// Source: RFC 792.
///
/// A value of this type proves that the header lies inside the bytes.
public struct ICMPPacket: ~Escapable {
  /// Size of the header, in bytes.
  public static let headerByteCount = 8

  /// The header and the payload.
  public let bytes: RawSpan

  /// Takes all bytes as one message: ICMP has no length field.
  ///
  /// - Throws: `truncated` if the bytes end too early.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(WireError) {
    guard bytes.byteCount >= Self.headerByteCount else { throw .truncated }
    self.bytes = bytes
  }

  /// What the message is.
  public var type: ICMPType { ICMPType(rawValue: bytes.bigEndian(at: Field.type)) }

  /// Tells messages of one type apart.
  public var code: UInt8 { bytes.bigEndian(at: Field.code) }

  /// Four bytes whose meaning depends on the type.
  public var parameter: UInt32 { bytes.bigEndian(at: Field.parameter) }

  /// The bytes after the header.
  public var payload: RawSpan {
    @_lifetime(copy self)
    get { bytes.extracting(Self.headerByteCount..<bytes.byteCount) }
  }

  /// Byte offsets of the header's fields.
  enum Field {
    static let type = 0
    static let code = 1
    static let checksum = 2
    static let parameter = 4
  }
}
