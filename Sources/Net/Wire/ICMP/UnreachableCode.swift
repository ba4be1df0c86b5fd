/// Why a packet could not be delivered: the code of a destination unreachable message.
///
/// Source: RFC 792, "Destination Unreachable Message".
public enum UnreachableCode: UInt8, Sendable {
  /// The host does not speak the protocol.
  case protocolUnreachable = 2
  /// No socket has the port.
  case portUnreachable = 3
}
