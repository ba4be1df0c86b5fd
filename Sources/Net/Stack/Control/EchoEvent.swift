/// What becomes of an echo request.
public enum EchoEvent: Equatable, Sendable {
  /// It was answered.
  case reply(EchoReply)
  /// Somebody says why it was not.
  case report(PacketReport, arrival: Instant)
}
