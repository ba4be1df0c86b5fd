/// Why a packet could not be delivered: the code of a destination unreachable message.
///
/// Source: RFC 792, "Destination Unreachable Message"; RFC 1122, section 3.2.2.1; RFC 1812, section
/// 5.2.7.1.
public enum UnreachableCode: UInt8, Sendable {
  /// No route leads to the network.
  case networkUnreachable = 0
  /// The host does not answer on its link.
  case hostUnreachable = 1
  /// The host does not speak the protocol.
  case protocolUnreachable = 2
  /// No socket has the port.
  case portUnreachable = 3
  /// The packet is too large for a link on the way, and must not be cut.
  case fragmentationNeeded = 4
  /// The prescribed route leads nowhere.
  case sourceRouteFailed = 5
  /// The network is unknown.
  case networkUnknown = 6
  /// The host is unknown.
  case hostUnknown = 7
  /// The source is isolated; obsolete.
  case sourceIsolated = 8
  /// The network is forbidden.
  case networkProhibited = 9
  /// The host is forbidden.
  case hostProhibited = 10
  /// The network does not offer this type of service.
  case networkUnreachableForService = 11
  /// The host does not offer this type of service.
  case hostUnreachableForService = 12
  /// A filter on the way forbids it.
  case communicationProhibited = 13
  /// The precedence is not permitted.
  case hostPrecedenceViolation = 14
  /// The precedence is below the required one.
  case precedenceCutoff = 15
}
