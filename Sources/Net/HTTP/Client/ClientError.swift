/// Why a client has no response.
public enum ClientError: Error, Equatable, Sendable {
  /// The connection broke, or the time was over.
  case broken
  /// The server sent something that is no response.
  case malformed(MessageError)
  /// The response before was not read to its end, or the connection has ended with it.
  case notReady
  /// The server does not speak the protocol that was asked for.
  case refused(Status)
  /// The request has something that would end a line where none may end.
  case malformedRequest
}
