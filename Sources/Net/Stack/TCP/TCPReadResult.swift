/// What came of reading.
public enum TCPReadResult: Equatable, Sendable {
  /// So many bytes, more than 0.
  case bytes(Int)
  /// None have arrived.
  case nothing
  /// The peer sends no more.
  case end
  /// The connection is broken.
  case broken(TCPError)
}
