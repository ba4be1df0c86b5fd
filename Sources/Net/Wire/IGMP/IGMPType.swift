/// What an IGMP message is.
///
/// Source: RFC 2236, section 2.1.
public struct IGMPType: RawRepresentable, Hashable, Sendable {
  /// The number.
  public let rawValue: UInt8

  /// Makes a type from its number.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A router asks who belongs to one group, or to any.
  public static let membershipQuery = IGMPType(rawValue: 0x11)
  /// A host belongs to a group; version 1.
  public static let membershipReport1 = IGMPType(rawValue: 0x12)
  /// A host belongs to a group.
  public static let membershipReport = IGMPType(rawValue: 0x16)
  /// A host no longer belongs to a group.
  public static let leaveGroup = IGMPType(rawValue: 0x17)
}
