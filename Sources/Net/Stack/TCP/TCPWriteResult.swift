/// What came of writing.
public enum TCPWriteResult: Equatable, Sendable {
  /// So many bytes were queued; 0 if there is no room.
  case taken(Int)
  /// The connection is broken, or was finished on this side.
  case broken(TCPError)
}
