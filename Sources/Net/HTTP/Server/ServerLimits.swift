/// What a server grants its clients.
public struct ServerLimits: Equatable, Sendable {
  /// How large a message may be.
  public var message = MessageLimits()
  /// Connections at a time; those beyond are answered with 503 and closed.
  public var connections = 1024
  /// Requests on one connection.
  public var requests = 1_000_000
  /// How long a connection may be idle between two requests.
  public var idle = Duration.seconds(60)
  /// How long the head of a request may take, from its first byte; more is answered with 408.
  public var head = Duration.seconds(10)
  /// How long the content of a request may be silent at its start.
  public var contentGrace = Duration.seconds(10)
  /// Bytes a second that the content must come at from then on; less is answered with 408.
  public var contentRate = 500
  /// How long a client may take none of what is sent to it.
  public var writeStall = Duration.seconds(20)
  /// How much of a content that no handler wanted is read so that the connection can be kept.
  public var drain = 65536
  /// How long a client may take to close its side once the server has closed its own.
  public var linger = Duration.seconds(2)

  /// The usual limits.
  public init() {}
}

extension Duration {
  /// The same in nanoseconds; 0 for what is less.
  var nanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    let (product, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? .max : product + UInt64(attoseconds / 1_000_000_000)
  }
}
