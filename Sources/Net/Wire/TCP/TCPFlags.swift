/// The control bits of a TCP header.
///
/// Source: RFC 9293, section 3.1; RFC 3168, section 6.1 for the two that report congestion.
public struct TCPFlags: RawRepresentable, Hashable, Sendable {
  /// The bits, as in the header's fourteenth byte.
  public var rawValue: UInt8

  /// Makes flags from their bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// No bits.
  public static let none = TCPFlags(rawValue: 0)
  /// No more data from the sender.
  public static let fin = TCPFlags(rawValue: 1 << 0)
  /// Synchronise sequence numbers.
  public static let syn = TCPFlags(rawValue: 1 << 1)
  /// Reset the connection.
  public static let rst = TCPFlags(rawValue: 1 << 2)
  /// Push function.
  public static let psh = TCPFlags(rawValue: 1 << 3)
  /// The acknowledgement number is valid.
  public static let ack = TCPFlags(rawValue: 1 << 4)
  /// The urgent pointer is valid.
  public static let urg = TCPFlags(rawValue: 1 << 5)
  /// Congestion was met on the way.
  public static let ece = TCPFlags(rawValue: 1 << 6)
  /// The congestion window was reduced.
  public static let cwr = TCPFlags(rawValue: 1 << 7)

  /// Whether all bits of the other flags are set.
  @inline(__always)
  public func contains(_ other: TCPFlags) -> Bool { rawValue & other.rawValue == other.rawValue }

  /// Whether any bit of the other flags is set.
  @inline(__always)
  public func containsAny(of other: TCPFlags) -> Bool { rawValue & other.rawValue != 0 }

  /// All bits of both.
  @inline(__always)
  public static func | (left: TCPFlags, right: TCPFlags) -> TCPFlags {
    TCPFlags(rawValue: left.rawValue | right.rawValue)
  }

  /// The bits of the left that the right does not have.
  @inline(__always)
  public static func - (left: TCPFlags, right: TCPFlags) -> TCPFlags {
    TCPFlags(rawValue: left.rawValue & ~right.rawValue)
  }
}
