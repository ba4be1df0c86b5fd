internal import Wire

/// What the connections of a host are set to.
///
/// Times are in nanoseconds, sizes in bytes.
public struct TCPSettings: Sendable {
  /// How many bytes wait to be sent at most, for each connection.
  public var sendLimit = 256 * 1024
  /// How many bytes wait to be read at most, for each connection: what the window offers.
  public var receiveLimit = 256 * 1024
  /// By which rule congestion windows grow.
  public var congestionAlgorithm = CongestionAlgorithm.cubic
  /// Whether small segments wait for more data while others are under way: Nagle's algorithm.
  public var isNagleEnabled = true
  /// How long data may stay unacknowledged before the connection is given up: RFC 9293,
  /// section 3.8.3, R2.
  public var userTimeout: UInt64 = 100_000_000_000
  /// How long a connection may take to be established.
  public var connectTimeout: UInt64 = 180_000_000_000
  /// After which silence the peer is asked whether it is still there; nil never asks.
  public var keepAliveIdle: UInt64?
  /// Time between such questions.
  public var keepAliveInterval: UInt64 = 75_000_000_000
  /// After how many unanswered questions the connection is given up.
  public var keepAliveCount = 9
  /// How long an acknowledgement may wait for data to go with it: less than half a second.
  public var acknowledgmentDelay: UInt64 = 40_000_000
  /// How long a closed connection waits for late segments: twice the maximum segment lifetime.
  public var timeWait: UInt64 = 60_000_000_000
  /// Largest segment that fits the link, without options.
  public var maximumSegmentSize = 1460
  /// Whether the timestamps option is offered.
  public var usesTimestamps = true
  /// Whether selective acknowledgements are offered.
  public var usesSACK = true
  /// Whether windows beyond 64 KiB are offered.
  public var usesWindowScale = true

  /// Makes the usual settings.
  public init() {}

  /// Makes the usual settings for a link.
  ///
  /// - Parameter mtu: Its largest IPv4 packet, in bytes.
  public init(mtu: Int) {
    maximumSegmentSize = mtu - IPv4Header.byteCount - TCPPacket.minimumHeaderByteCount
  }

  /// By how many bits our windows are shifted: as few as reach the receive limit.
  var windowShift: UInt8 {
    var shift: UInt8 = 0
    while shift < 14, 65_535 << Int(shift) < receiveLimit { shift += 1 }
    return shift
  }
}
