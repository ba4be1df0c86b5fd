public import Wire

/// What a DHCP message says, as far as a client or a server here uses it.
///
/// Source: RFC 2131, section 2; RFC 2132.
public struct DHCPMessage: Equatable, Sendable {
  /// What it wants or grants.
  public var kind: DHCPMessageKind
  /// The number by which the client knows its answers.
  public var transaction: UInt32
  /// Seconds since the client began.
  public var seconds: UInt16 = 0
  /// Whether the client can only receive what is for all.
  public var isBroadcast = false
  /// The address that the client uses; unspecified if it has none.
  public var clientAddress = IPv4Address.unspecified
  /// The address that the client gets; unspecified from clients.
  public var yourAddress = IPv4Address.unspecified
  /// The relay that the message came through; unspecified if there is none.
  public var relay = IPv4Address.unspecified
  /// The client's card.
  public var hardware: MACAddress
  /// The address that the client would like.
  public var requestedAddress: IPv4Address?
  /// Which server is meant, or speaks.
  public var serverIdentifier: IPv4Address?
  /// For how long the address is lent, in seconds; all ones means for ever.
  public var leaseSeconds: UInt32?
  /// When to renew, in seconds.
  public var renewalSeconds: UInt32?
  /// When to ask any server, in seconds.
  public var rebindingSeconds: UInt32?
  /// Ones where the network's prefix is.
  public var subnetMask: UInt32?
  /// Largest packet on the link, in bytes.
  public var mtu: UInt16?
  /// Largest message that the client takes, in bytes.
  public var maximumByteCount: UInt16?
  /// Routers, the preferred one first.
  public var routers: [IPv4Address] = []
  /// Name servers that resolve for the client.
  public var nameServers: [IPv4Address] = []
  /// Servers of the time.
  public var timeServers: [IPv4Address] = []
  /// The client's name.
  public var hostName: [UInt8] = []
  /// The domain that short names are below.
  public var domainName: [UInt8] = []
  /// What the client is known by; if it says nothing, its card is.
  public var clientIdentifier: [UInt8] = []
  /// The options that the client would like to get, by their numbers.
  public var parameterRequests: [UInt8] = []

  /// Makes a message without options.
  public init(_ kind: DHCPMessageKind, transaction: UInt32, hardware: MACAddress) {
    self.kind = kind
    self.transaction = transaction
    self.hardware = hardware
  }

  /// Whether a server sends messages of this kind.
  public var isReply: Bool { kind == .offer || kind == .acknowledgment || kind == .refusal }

  /// Reads a message.
  ///
  /// - Throws: `malformed` if an option is cut or has an impossible length, or if the message does
  ///   not say what it wants or grants; or if that is not for its sender to say.
  public init(parsing packet: DHCPPacket) throws(WireError) {
    self.init(.discover, transaction: packet.transaction, hardware: packet.hardware)
    seconds = packet.seconds
    isBroadcast = packet.isBroadcast
    clientAddress = packet.clientAddress
    yourAddress = packet.yourAddress
    relay = packet.relay
    var reader = DHCPOptionReader()
    try reader.read(packet.options, into: &self)
    // The file's field comes first (RFC 2131, section 4.1).
    let overload = reader.overload
    if overload & 1 != 0 { try reader.read(packet.file, into: &self) }
    if overload & 2 != 0 { try reader.read(packet.serverName, into: &self) }
    try reader.finish(&self)
    guard let kind = reader.kind else { throw .malformed }
    self.kind = kind
    guard isReply == packet.isReply, hardware.isUnicast else { throw .malformed }
  }
}
