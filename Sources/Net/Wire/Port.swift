/// A port number of UDP or TCP.
///
/// Source: RFC 6335, section 6.
public struct Port: RawRepresentable, ExpressibleByIntegerLiteral, Hashable, Comparable, Sendable {
  /// The number, in host order; 0 means none.
  public var rawValue: UInt16

  /// Makes a port from its number.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Makes a port from its number.
  public init(_ rawValue: UInt16) { self.rawValue = rawValue }

  public init(integerLiteral value: UInt16) { rawValue = value }

  public static func < (left: Port, right: Port) -> Bool { left.rawValue < right.rawValue }

  /// The smallest port given to a socket that asked for any, inclusive.
  ///
  /// Source: RFC 6335, section 6.
  public static let firstEphemeral: Port = 49152
}
