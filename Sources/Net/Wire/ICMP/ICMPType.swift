/// What an ICMP message is.
///
/// Source: RFC 792; ICMP Type Numbers, the registry of IANA.
public struct ICMPType: RawRepresentable, Hashable, Sendable {
  /// The number.
  public let rawValue: UInt8

  /// Makes a type from its number.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Answer to an echo request.
  public static let echoReply = ICMPType(rawValue: 0)
  /// A packet could not be delivered.
  public static let destinationUnreachable = ICMPType(rawValue: 3)
  /// A router asks to send less; deprecated.
  public static let sourceQuench = ICMPType(rawValue: 4)
  /// A router names a better one.
  public static let redirect = ICMPType(rawValue: 5)
  /// Asks for the same bytes back.
  public static let echoRequest = ICMPType(rawValue: 8)
  /// A packet took too many hops, or its fragments too long.
  public static let timeExceeded = ICMPType(rawValue: 11)
  /// A field of a packet's header makes no sense.
  public static let parameterProblem = ICMPType(rawValue: 12)

  /// Whether it reports what became of another packet; such a message is never answered.
  ///
  /// Source: RFC 1122, section 3.2.2.
  public var isError: Bool {
    switch self {
    case .destinationUnreachable, .sourceQuench, .redirect, .timeExceeded, .parameterProblem: true
    default: false
    }
  }
}
