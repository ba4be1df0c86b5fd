public import Wire

/// An address that a server lends, with what else it says of the network.
///
/// Source: RFC 2131, section 4.4.1; RFC 2132.
public struct DHCPLease: Equatable, Sendable {
  /// The address and its network.
  public let network: IPv4Network
  /// The router to all other networks; nil if there is none.
  public let gateway: IPv4Address?
  /// Name servers that resolve for this host, the preferred one first.
  public let nameServers: [IPv4Address]
  /// Servers of the time.
  public let timeServers: [IPv4Address]
  /// The domain that short names are below; empty if there is none.
  public let domainName: [UInt8]
  /// Largest packet on the link, in bytes; nil if the server does not say.
  public let mtu: Int?
  /// The server that granted it.
  public let server: IPv4Address
  /// For how long it is lent, in seconds; nil for ever.
  public let seconds: UInt32?
  /// When to ask that server for more time, in seconds.
  public let renewalSeconds: UInt32
  /// When to ask any server for more time, in seconds; not before the renewal.
  public let rebindingSeconds: UInt32

  /// The address itself.
  public var address: IPv4Address { network.address }

  /// Takes what a server granted; nil if no host can use it.
  ///
  /// A router outside the network is passed over. Times that are in no order are replaced by a half
  /// and seven eighths of the lease (RFC 2131, section 4.4.5).
  public init?(_ message: DHCPMessage) {
    guard let granted = message.leaseSeconds, granted > 0, let server = message.serverIdentifier
    else { return nil }
    let address = message.yourAddress
    guard let prefixBitCount = Self.prefix(of: message.subnetMask, for: address) else { return nil }
    let network = IPv4Network(address: address, prefixBitCount: prefixBitCount)
    guard network.containsHost(address) else { return nil }
    self.network = network
    gateway = message.routers.first { network.containsHost($0) && $0 != address }
    nameServers = message.nameServers.filter { $0.isUnicast || $0.isLoopback }
    timeServers = message.timeServers.filter { $0.isUnicast }
    domainName = message.domainName
    // What is below would not let the smallest packets through (RFC 791, section 3.2).
    mtu = message.mtu.flatMap { $0 >= 576 ? Int($0) : nil }
    self.server = server
    seconds = granted == .max ? nil : granted
    let rebinding = message.rebindingSeconds ?? Self.sevenEighths(of: granted)
    let renewal = message.renewalSeconds ?? granted / 2
    let isOrdered = renewal > 0 && renewal <= rebinding && rebinding < granted
    // Half of a second is none: the client would ask without end.
    renewalSeconds = isOrdered ? renewal : max(granted / 2, 1)
    rebindingSeconds = isOrdered ? rebinding : Self.sevenEighths(of: granted)
  }

  private static func sevenEighths(of seconds: UInt32) -> UInt32 { seconds - seconds / 8 }

  /// Bits of the network's part; nil if the mask has holes.
  ///
  /// Without a mask it is that of the address's class (RFC 950, section 2.1).
  private static func prefix(of mask: UInt32?, for address: IPv4Address) -> Int? {
    guard let mask else {
      let first = address.rawValue >> 24
      return first < 128 ? 8 : first < 192 ? 16 : 24
    }
    let count = (~mask).leadingZeroBitCount
    return mask == (count == 0 ? 0 : ~0 << UInt32(32 - count)) && count > 0 ? count : nil
  }
}
