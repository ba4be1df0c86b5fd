/// What the payload of an Ethernet frame is.
///
/// Source: IEEE 802 numbers, the registry of IANA.
public struct EtherType: RawRepresentable, Hashable, Sendable {
  /// The number, in host order; 1500 and less are lengths of IEEE 802.3 and no types.
  public let rawValue: UInt16

  /// Makes a type from its number.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Internet Protocol, version 4.
  public static let ipv4 = EtherType(rawValue: 0x0800)
  /// Address resolution.
  public static let arp = EtherType(rawValue: 0x0806)
}
