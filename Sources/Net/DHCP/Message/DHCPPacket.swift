public import Wire

/// A DHCP message, read in place.
///
/// Source: RFC 2131, section 2, figure 1; RFC 2132, section 2, for the four bytes of the cookie.
///
/// A value of this type proves that all fields before the options are there, and that they are
/// about Ethernet.
public struct DHCPPacket: ~Escapable {
  /// Size of everything before the options, in bytes.
  public static let fixedByteCount = 240
  /// Four bytes that say that options follow.
  static let cookie: UInt32 = 0x6382_5363

  /// The whole message.
  public let bytes: RawSpan

  /// Takes a message of any origin.
  ///
  /// - Throws: `truncated` if the bytes end too early, `malformed` if it is not about Ethernet,
  ///   from neither a client nor a server, or without the cookie.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(WireError) {
    guard bytes.byteCount >= Self.fixedByteCount else { throw .truncated }
    let operation: UInt8 = bytes.bigEndian(at: Field.operation)
    // Ethernet, whose addresses have six bytes.
    guard operation == 1 || operation == 2,
      bytes.bigEndian(at: Field.hardwareType, as: UInt16.self) == 0x0106,
      bytes.bigEndian(at: Field.cookie, as: UInt32.self) == Self.cookie
    else { throw .malformed }
    self.bytes = bytes
  }

  /// Whether a server sent it.
  public var isReply: Bool { bytes.bigEndian(at: Field.operation, as: UInt8.self) == 2 }
  /// Number of relays on the way.
  public var hopCount: UInt8 { bytes.bigEndian(at: Field.hopCount) }
  /// The number by which a client knows its answers.
  public var transaction: UInt32 { bytes.bigEndian(at: Field.transaction) }
  /// Seconds since the client began.
  public var seconds: UInt16 { bytes.bigEndian(at: Field.seconds) }
  /// Whether the client can only receive what is for all.
  public var isBroadcast: Bool {
    bytes.bigEndian(at: Field.flags, as: UInt16.self) & 0x8000 != 0
  }
  /// The address that the client uses.
  public var clientAddress: IPv4Address { address(at: Field.clientAddress) }
  /// The address that the client gets.
  public var yourAddress: IPv4Address { address(at: Field.yourAddress) }
  /// The server that a client would start from.
  public var nextServer: IPv4Address { address(at: Field.nextServer) }
  /// The relay that the message came through.
  public var relay: IPv4Address { address(at: Field.relay) }
  /// The client's card.
  public var hardware: MACAddress {
    MACAddress(rawValue: bytes.bigEndian(at: Field.hardware, as: UInt64.self) >> 16)
  }

  /// The field for the name of a server, which may hold options.
  var serverName: RawSpan {
    @_lifetime(copy self)
    get { bytes.extracting(Field.serverName..<Field.file) }
  }

  /// The field for the name of a file, which may hold options.
  var file: RawSpan {
    @_lifetime(copy self)
    get { bytes.extracting(Field.file..<Field.cookie) }
  }

  /// The field that is there for options.
  var options: RawSpan {
    @_lifetime(copy self)
    get { bytes.extracting(Self.fixedByteCount..<bytes.byteCount) }
  }

  private func address(at offset: Int) -> IPv4Address {
    IPv4Address(rawValue: bytes.bigEndian(at: offset))
  }

  /// Byte offsets of the fields.
  enum Field {
    static let operation = 0
    static let hardwareType = 1
    static let hopCount = 3
    static let transaction = 4
    static let seconds = 8
    static let flags = 10
    static let clientAddress = 12
    static let yourAddress = 16
    static let nextServer = 20
    static let relay = 24
    static let hardware = 28
    static let serverName = 44
    static let file = 108
    static let cookie = 236
  }
}
