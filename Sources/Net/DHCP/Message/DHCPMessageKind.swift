/// What a message wants or grants.
///
/// Source: RFC 2132, section 9.6.
public enum DHCPMessageKind: UInt8, Equatable, Sendable {
  /// A client looks for servers.
  case discover = 1
  /// A server offers an address.
  case offer = 2
  /// A client asks for an address, or for more time with the one it has.
  case request = 3
  /// A client has found that somebody else uses the address.
  case decline = 4
  /// A server grants what was asked for.
  case acknowledgment = 5
  /// A server says that the address cannot be used.
  case refusal = 6
  /// A client gives its address back.
  case release = 7
  /// A client that has an address asks for the rest.
  case inform = 8
}
