/// Why a name was not resolved.
public enum ResolveError: Error, Equatable, Sendable {
  /// The text is no name.
  case notAName
  /// There is no such name.
  case nameNotFound
  /// The name has no record of the type.
  case noData
  /// There is no server to ask.
  case noServer
  /// No server answered in time.
  case timedOut
  /// All servers failed or refused; the code is the last one's.
  ///
  /// Source: RFC 1035, section 4.1.1.
  case serverFailed(code: UInt16)
  /// The answer is of no use: an alias leads on and on, or to nowhere.
  case badAnswer
  /// Too many questions are on their way.
  case busy
  /// The task was cancelled.
  case cancelled
}
