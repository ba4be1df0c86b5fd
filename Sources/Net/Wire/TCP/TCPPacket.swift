/// A TCP segment, read in place.
///
/// Source: RFC 9293, section 3.1.
///
/// A value of this type proves that the header and the options lie inside the bytes.
public struct TCPPacket: ~Escapable {
  /// Size of a header without options, in bytes.
  public static let minimumHeaderByteCount = 20
  /// Size of the longest header, in bytes.
  public static let maximumHeaderByteCount = 60

  /// The header, the options and the payload.
  public let bytes: RawSpan
  /// Size of the header with its options, in bytes: 20 to 60.
  public let headerByteCount: Int

  /// Takes bytes as a segment; all of them belong to it.
  ///
  /// - Throws: `truncated` if the bytes end inside the header, `malformed` if the header claims to
  ///   be shorter than 20 bytes.
  @inline(__always)
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(WireError) {
    guard bytes.byteCount >= Self.minimumHeaderByteCount else { throw .truncated }
    let headerByteCount = Int(bytes.bigEndian(at: Field.dataOffset, as: UInt8.self) >> 4) * 4
    guard headerByteCount >= Self.minimumHeaderByteCount else { throw .malformed }
    guard headerByteCount <= bytes.byteCount else { throw .truncated }
    self.bytes = bytes
    self.headerByteCount = headerByteCount
  }

  /// Port of the sender.
  public var sourcePort: Port { Port(bytes.bigEndian(at: Field.sourcePort)) }

  /// Port of the receiver.
  public var destinationPort: Port { Port(bytes.bigEndian(at: Field.destinationPort)) }

  /// Sequence number of the first byte of the payload, or of the SYN.
  public var sequenceNumber: SequenceNumber {
    SequenceNumber(bytes.bigEndian(at: Field.sequenceNumber))
  }

  /// The next sequence number that the sender expects; means something with the ACK flag only.
  public var acknowledgmentNumber: SequenceNumber {
    SequenceNumber(bytes.bigEndian(at: Field.acknowledgmentNumber))
  }

  /// The control bits.
  public var flags: TCPFlags { TCPFlags(rawValue: bytes.bigEndian(at: Field.flags)) }

  /// The window as sent, before scaling.
  public var window: UInt16 { bytes.bigEndian(at: Field.window) }

  /// Checksum as sent.
  public var checksum: UInt16 { bytes.bigEndian(at: Field.checksum) }

  /// Offset of the byte behind the urgent data; means something with the URG flag only.
  public var urgentPointer: UInt16 { bytes.bigEndian(at: Field.urgentPointer) }

  /// The options, padding included.
  public var options: RawSpan {
    @_lifetime(copy self)
    get { bytes.extracting(Self.minimumHeaderByteCount..<headerByteCount) }
  }

  /// The bytes after the header.
  public var payload: RawSpan {
    @_lifetime(copy self)
    get { bytes.extracting(headerByteCount..<bytes.byteCount) }
  }

  /// Byte offsets of the header's fields.
  enum Field {
    static let sourcePort = 0
    static let destinationPort = 2
    static let sequenceNumber = 4
    static let acknowledgmentNumber = 8
    static let dataOffset = 12
    static let flags = 13
    static let window = 14
    static let checksum = 16
    static let urgentPointer = 18
  }
}
