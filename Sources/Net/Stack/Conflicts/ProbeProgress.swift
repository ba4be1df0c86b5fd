/// How far a stack has come with asking for an address.
public enum ProbeProgress: Equatable, Sendable {
  /// It goes on when it is that late.
  case waiting(until: Instant)
  /// Nobody has the address.
  case free
  /// Another card has the address, or wants it, too.
  case taken
}
