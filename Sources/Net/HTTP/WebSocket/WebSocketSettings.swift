/// What a WebSocket connection grants its peer.
public struct WebSocketSettings: Sendable {
  /// Bytes that a message may have; a longer one ends the connection with 1009.
  public var message = 1 << 20
  /// How long the peer may be silent before it is asked whether it is there, and as long again
  /// before the connection is given up.
  public var silence = Duration.seconds(60)
  /// How long the peer may take nothing of what is sent.
  public var writeStall = Duration.seconds(20)
  /// The protocols that are spoken on top, the most wanted first; compared exactly.
  public var protocols: [StaticString] = []

  /// The usual settings.
  public init() {}
}
