/// An Ethernet II frame without its checksum, read in place.
///
/// Source: IEEE 802.3-2018, section 3.1.1.
///
/// A value of this type proves that the header lies inside the bytes.
public struct EthernetFrame: ~Escapable {
  /// Size of the header, in bytes.
  public static let headerByteCount = 14

  /// The header and all that follows it, padding included.
  public let bytes: RawSpan

  /// Finds the frame at the start of the bytes.
  ///
  /// - Throws: `truncated` if the bytes end too early.
  @inline(__always)
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(WireError) {
    guard bytes.byteCount >= Self.headerByteCount else { throw .truncated }
    self.bytes = bytes
  }

  /// The card or the group of cards that the frame is for.
  public var destination: MACAddress { bytes.macAddress(at: Field.destination) }

  /// The card that sent the frame.
  public var source: MACAddress { bytes.macAddress(at: Field.source) }

  /// What the payload is.
  public var etherType: EtherType { EtherType(rawValue: bytes.bigEndian(at: Field.etherType)) }

  /// The bytes after the header, padding included.
  public var payload: RawSpan {
    @_lifetime(copy self)
    get { bytes.extracting(Self.headerByteCount..<bytes.byteCount) }
  }

  /// Byte offsets of the header's fields.
  enum Field {
    static let destination = 0
    static let source = 6
    static let etherType = 12
  }
}
