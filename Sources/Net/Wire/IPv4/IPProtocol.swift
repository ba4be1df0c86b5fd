/// What the payload of an IPv4 packet is.
///
/// Source: Protocol Numbers, the registry of IANA.
public struct IPProtocol: RawRepresentable, Hashable, Sendable {
  /// The number.
  public let rawValue: UInt8

  /// Makes a protocol from its number.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Internet Control Message Protocol.
  public static let icmp = IPProtocol(rawValue: 1)
  /// Internet Group Management Protocol.
  public static let igmp = IPProtocol(rawValue: 2)
  /// Transmission Control Protocol.
  public static let tcp = IPProtocol(rawValue: 6)
  /// User Datagram Protocol.
  public static let udp = IPProtocol(rawValue: 17)
}
