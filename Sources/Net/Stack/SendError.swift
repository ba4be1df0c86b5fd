/// Why a datagram was not accepted for sending.
public enum SendError: Error, Equatable, Sendable {
  /// The handle is not, or no longer, that of a bound socket.
  case notBound
  /// It does not fit into one packet of the link.
  case tooLong
  /// No route leads there, or the destination is no possible one.
  case unreachable
  /// The transmitter had no buffer; a later attempt may succeed.
  case noBuffer
  /// The link is down.
  case linkDown
}
