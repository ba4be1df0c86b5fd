/// An IGMP message, read in place.
///
/// Source: RFC 2236, section 2.
///
/// A value of this type proves that the message lies inside the bytes.
public struct IGMPPacket: ~Escapable {
  /// Size of a message of version 1 and 2, in bytes.
  public static let minimumByteCount = 8

  /// The message with all that follows it: a later version's fields, which the checksum covers.
  public let bytes: RawSpan

  /// Takes all bytes as one message: IGMP has no length field.
  ///
  /// - Throws: `truncated` if the bytes end too early.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(WireError) {
    guard bytes.byteCount >= Self.minimumByteCount else { throw .truncated }
    self.bytes = bytes
  }

  /// What the message is.
  public var type: IGMPType { IGMPType(rawValue: bytes.bigEndian(at: Field.type)) }

  /// Time in which an answer is expected, in tenths of a second; 0 from a querier of version 1.
  public var maximumResponseTime: UInt8 { bytes.bigEndian(at: Field.maximumResponseTime) }

  /// The group; unspecified in a query about all groups.
  public var group: IPv4Address { IPv4Address(rawValue: bytes.bigEndian(at: Field.group)) }

  /// Byte offsets of the message's fields.
  enum Field {
    static let type = 0
    static let maximumResponseTime = 1
    static let checksum = 2
    static let group = 4
  }
}
