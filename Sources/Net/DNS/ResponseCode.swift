/// The outcome of a query, as the response says it.
///
/// Source: RFC 1035, section 4.1.1; RFC 2136; RFC 6891, section 9.
public enum ResponseCode: UInt16, Sendable {
  /// No error; the name exists, with or without data of the type.
  case noError = 0
  /// The query cannot be read.
  case formatError = 1
  /// The server failed.
  case serverFailure = 2
  /// The name does not exist.
  case nameError = 3
  /// This kind of query is not supported.
  case notImplemented = 4
  /// The server is not willing to answer.
  case refused = 5
  /// The server has no authority for the zone, or the signature's key is not known.
  case notAuthoritative = 9
  /// The version of EDNS is not supported; its upper bits travel in the OPT record.
  case badVersion = 16
}
