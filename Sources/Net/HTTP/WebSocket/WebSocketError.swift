/// Why a WebSocket connection is over.
public enum WebSocketError: Error, Equatable, Sendable {
  /// The peer closed it, with a code of its own.
  case closed(CloseCode)
  /// The peer broke the rules, or a limit; it was told this code.
  case failed(CloseCode)
  /// The connection broke, or the peer was silent or took nothing for too long.
  case broken
}
