/// What an option says.
///
/// Source: RFC 2132, by the section named with each.
public struct DHCPOptionCode: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt8

  /// Makes a code from its number.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Padding, one byte (3.1).
  static let pad = DHCPOptionCode(rawValue: 0)
  /// The end of the options, one byte (3.2).
  static let end = DHCPOptionCode(rawValue: 255)
  /// Ones where the network's prefix is (3.3).
  public static let subnetMask = DHCPOptionCode(rawValue: 1)
  /// Routers, the preferred one first (3.5).
  public static let routers = DHCPOptionCode(rawValue: 3)
  /// Name servers that resolve for the client (3.8).
  public static let nameServers = DHCPOptionCode(rawValue: 6)
  /// The client's name (3.14).
  public static let hostName = DHCPOptionCode(rawValue: 12)
  /// The domain that short names are below (3.17).
  public static let domainName = DHCPOptionCode(rawValue: 15)
  /// Largest packet on the link (5.1).
  public static let mtu = DHCPOptionCode(rawValue: 26)
  /// Servers of the time (8.3).
  public static let timeServers = DHCPOptionCode(rawValue: 42)
  /// The address that a client would like (9.1).
  public static let requestedAddress = DHCPOptionCode(rawValue: 50)
  /// For how long, in seconds (9.2).
  public static let leaseTime = DHCPOptionCode(rawValue: 51)
  /// Whether other fields of the message hold options (9.3).
  static let overload = DHCPOptionCode(rawValue: 52)
  /// What the message wants or grants (9.6).
  public static let messageKind = DHCPOptionCode(rawValue: 53)
  /// Which server is meant, or speaks (9.7).
  public static let serverIdentifier = DHCPOptionCode(rawValue: 54)
  /// The options that a client would like to get (9.8).
  public static let parameterRequests = DHCPOptionCode(rawValue: 55)
  /// Largest message that a client takes (9.10).
  public static let maximumByteCount = DHCPOptionCode(rawValue: 57)
  /// When to renew, in seconds (9.11).
  public static let renewalTime = DHCPOptionCode(rawValue: 58)
  /// When to ask any server, in seconds (9.12).
  public static let rebindingTime = DHCPOptionCode(rawValue: 59)
  /// What a client is known by (9.14).
  public static let clientIdentifier = DHCPOptionCode(rawValue: 61)
}
