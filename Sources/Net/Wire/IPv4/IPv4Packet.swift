/// An IPv4 packet, read in place.
///
/// Source: RFC 791, section 3.1.
///
/// A value of this type proves that the header with its options and the length it claims lie inside
/// the bytes.
public struct IPv4Packet: ~Escapable {
  /// Size of a header without options, in bytes.
  public static let minimumHeaderByteCount = 20

  /// The header and the payload, without what the frame carries after them.
  public let bytes: RawSpan
  /// Size of the header with its options, in bytes: 20 to 60, a multiple of 4.
  public let headerByteCount: Int

  /// Finds the packet at the start of the bytes.
  ///
  /// - Throws: `truncated` if the bytes end too early, `malformed` if the version is not 4 or the
  ///   length fields contradict each other.
  @inline(__always)
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(WireError) {
    guard bytes.byteCount >= Self.minimumHeaderByteCount else { throw .truncated }
    let version: UInt8 = bytes.bigEndian(at: Field.versionAndHeaderLength)
    let headerByteCount = Int(version & 0x0f) * 4
    let totalLength = Int(bytes.bigEndian(at: Field.totalLength, as: UInt16.self))
    guard version >> 4 == 4, headerByteCount >= Self.minimumHeaderByteCount,
      totalLength >= headerByteCount
    else { throw .malformed }
    guard totalLength <= bytes.byteCount else { throw .truncated }
    self.bytes = bytes.extracting(0..<totalLength)
    self.headerByteCount = headerByteCount
  }

  /// Number that the fragments of one packet share; meaningless if there is only one.
  public var identification: UInt16 { bytes.bigEndian(at: Field.identification) }

  /// Whether routers must not cut the packet.
  public var mustNotFragment: Bool {
    bytes.bigEndian(at: Field.fragment, as: UInt16.self) & 0x4000 != 0
  }

  /// Whether it is a piece of a packet that was cut: more follow, or it is not the first.
  public var isFragment: Bool {
    bytes.bigEndian(at: Field.fragment, as: UInt16.self) & 0x3fff != 0
  }

  /// Where its payload stands in the whole packet's, and what routers may do with it.
  public var fragment: IPv4Fragment {
    IPv4Fragment(rawValue: bytes.bigEndian(at: Field.fragment))
  }

  /// Number of hops it may still take.
  public var timeToLive: UInt8 { bytes.bigEndian(at: Field.timeToLive) }

  /// What the payload is.
  public var payloadProtocol: IPProtocol {
    IPProtocol(rawValue: bytes.bigEndian(at: Field.payloadProtocol))
  }

  /// The sender.
  public var source: IPv4Address { IPv4Address(rawValue: bytes.bigEndian(at: Field.source)) }

  /// The receiver or the group of receivers.
  public var destination: IPv4Address {
    IPv4Address(rawValue: bytes.bigEndian(at: Field.destination))
  }

  /// The header with its options.
  public var header: RawSpan {
    @_lifetime(copy self)
    get { bytes.extracting(0..<headerByteCount) }
  }

  /// The options with their padding; empty in most packets.
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
    static let versionAndHeaderLength = 0
    static let typeOfService = 1
    static let totalLength = 2
    static let identification = 4
    static let fragment = 6
    static let timeToLive = 8
    static let payloadProtocol = 9
    static let checksum = 10
    static let source = 12
    static let destination = 16
  }
}
