/// Why no server told the time.
public enum SNTPError: Error, Equatable, Sendable {
  /// There was no server to ask.
  case noServer
  /// No answer came.
  case timedOut
  /// The answer is none: it is cut, or does not come from a server.
  case malformed
  /// The server's own clock is not set.
  case notSynchronized
  /// The server refuses to answer, for a reason in four ASCII characters: DENY, RSTR, RATE.
  case refused(UInt32)
  /// The answer contradicts itself: it was sent before it was asked for, say.
  case implausible
  /// The datagrams could not be sent.
  case unreachable
}
