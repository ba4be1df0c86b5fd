/// A UDP datagram, read in place.
///
/// Source: RFC 768.
///
/// A value of this type proves that the header and the length it claims lie inside the bytes.
public struct UDPPacket: ~Escapable {
  /// Size of the header, in bytes.
  public static let headerByteCount = 8

  /// The header and the payload, without what the packet carries after them.
  public let bytes: RawSpan

  /// Finds the datagram at the start of the bytes.
  ///
  /// - Throws: `truncated` if the bytes end too early, `malformed` if the length field is below 8.
  @inline(__always)
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(WireError) {
    guard bytes.byteCount >= Self.headerByteCount else { throw .truncated }
    let length = Int(bytes.bigEndian(at: Field.length, as: UInt16.self))
    guard length >= Self.headerByteCount else { throw .malformed }
    guard length <= bytes.byteCount else { throw .truncated }
    self.bytes = bytes.extracting(0..<length)
  }

  /// Port of the sender; 0 means it asks for no reply.
  public var sourcePort: Port { Port(bytes.bigEndian(at: Field.sourcePort)) }

  /// Port of the receiver.
  public var destinationPort: Port { Port(bytes.bigEndian(at: Field.destinationPort)) }

  /// Checksum as sent; 0 means the sender made none.
  public var checksum: UInt16 { bytes.bigEndian(at: Field.checksum) }

  /// The bytes after the header.
  public var payload: RawSpan {
    @_lifetime(copy self)
    get { bytes.extracting(Self.headerByteCount..<bytes.byteCount) }
  }

  /// Byte offsets of the header's fields.
  enum Field {
    static let sourcePort = 0
    static let destinationPort = 2
    static let length = 4
    static let checksum = 6
  }
}
