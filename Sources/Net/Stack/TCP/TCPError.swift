/// Why a connection ended before its time, or never began.
public enum TCPError: Error, Equatable, Sendable {
  /// The peer refused the connection, or nobody listens.
  case refused
  /// The peer broke the connection.
  case reset
  /// The peer did not answer for too long.
  case timedOut
  /// The network says that the peer cannot be reached.
  case unreachable
  /// There is no port or no room for another connection.
  case exhausted
  /// The connection was given up on this side.
  case aborted
  /// This host no longer has the address that the connection was made from.
  case addressLost
}
