/// What an option of an IPv4 header is.
///
/// Source: RFC 791, section 3.1, "Options".
public struct IPv4Option: RawRepresentable, Hashable, Sendable {
  /// Copied flag, class and number, as they stand in the first byte of the option.
  public let rawValue: UInt8

  /// Makes an option from its first byte.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The list ends here; one byte.
  public static let end = IPv4Option(rawValue: 0)
  /// Padding between options; one byte.
  public static let noOperation = IPv4Option(rawValue: 1)
  /// Routers write down their addresses.
  public static let recordRoute = IPv4Option(rawValue: 7)
  /// Routers write down the time.
  public static let timestamp = IPv4Option(rawValue: 68)
  /// The sender names some of the routers on the way.
  public static let looseSourceRoute = IPv4Option(rawValue: 131)
  /// The sender names all routers on the way.
  public static let strictSourceRoute = IPv4Option(rawValue: 137)
}
