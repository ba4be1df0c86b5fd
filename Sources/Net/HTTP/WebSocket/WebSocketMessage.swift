/// A message of a WebSocket connection.
public enum WebSocketMessage: Equatable, Sendable {
  /// Text, in UTF-8.
  case text([UInt8])
  case binary([UInt8])

  /// The bytes of either.
  public var bytes: [UInt8] {
    switch self {
    case .text(let bytes), .binary(let bytes): bytes
    }
  }
}
