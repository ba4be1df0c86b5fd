public import Wire

/// An answer to an echo request of this host.
public struct EchoReply: Equatable, Sendable {
  /// Who answered.
  public let source: IPv4Address
  /// Identifier and number of the request.
  public let echo: UInt32
  /// Size of what came back, in bytes.
  public let payloadByteCount: Int
  /// Number of hops that the answer might still have taken.
  public let timeToLive: UInt8
  /// When it arrived.
  public let arrival: Instant
}
