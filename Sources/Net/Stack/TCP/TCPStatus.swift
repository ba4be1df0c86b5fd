public import Wire

/// What a user may want to know of a connection.
public struct TCPStatus: Equatable, Sendable {
  /// Where it is in its life.
  public let state: TCPState
  /// Why it ended; nil if in good order, or not yet.
  public let error: TCPError?
  /// This end.
  public let local: Endpoint
  /// The other end.
  public let remote: Endpoint
  /// How many bytes can be read.
  public let readableCount: Int
  /// How many bytes can be queued.
  public let writableCount: Int

  /// Whether all that the peer sent has been read, and it will send no more.
  public var isAtEnd: Bool { readableCount == 0 && state.isReceiveFinished }
}
