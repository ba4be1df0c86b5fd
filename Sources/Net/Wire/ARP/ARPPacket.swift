/// An ARP packet for IPv4 over Ethernet, read in place.
///
/// Source: RFC 826, section "Packet format".
///
/// A value of this type proves that 28 bytes are there, in which the addresses have the sizes that
/// Ethernet and IPv4 give them.
public struct ARPPacket: ~Escapable {
  /// Size of a packet, in bytes.
  public static let byteCount = 28

  /// The packet, without the padding that follows it.
  public let bytes: RawSpan

  /// Finds the packet at the start of the bytes.
  ///
  /// - Throws: `truncated` if the bytes end too early, `malformed` if it is not about IPv4 over
  ///   Ethernet.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(WireError) {
    guard bytes.byteCount >= Self.byteCount else { throw .truncated }
    // Hardware type, protocol type and the two sizes, in the order of the packet.
    guard bytes.bigEndian(at: Field.format, as: UInt64.self) >> 16 == Self.format else {
      throw .malformed
    }
    self.bytes = bytes.extracting(0..<Self.byteCount)
  }

  /// What the packet asks or tells.
  public var operation: ARPOperation {
    ARPOperation(rawValue: bytes.bigEndian(at: Field.operation))
  }

  /// The sender's card.
  public var senderHardware: MACAddress { bytes.macAddress(at: Field.senderHardware) }

  /// The sender's address; unspecified in a probe.
  public var sender: IPv4Address {
    IPv4Address(rawValue: bytes.bigEndian(at: Field.sender))
  }

  /// The target's card; meaningless in a request.
  public var targetHardware: MACAddress { bytes.macAddress(at: Field.targetHardware) }

  /// The address that is asked for, or that of the one who asked.
  public var target: IPv4Address {
    IPv4Address(rawValue: bytes.bigEndian(at: Field.target))
  }

  /// Ethernet (1), IPv4 (0x0800), addresses of 6 and of 4 bytes.
  static let format: UInt64 = 0x0001_0800_0604

  /// Byte offsets of the fields.
  enum Field {
    static let format = 0
    static let operation = 6
    static let senderHardware = 8
    static let sender = 14
    static let targetHardware = 18
    static let target = 24
  }
}
