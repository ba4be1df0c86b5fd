public import Net

/// What a server says of the time.
public struct SNTPReading: Equatable, Sendable {
  /// The time when the answer arrived: what the server sent, and half of the way there and back.
  public let time: NTPTimestamp
  /// When the answer arrived, on this host's monotonic clock.
  public let arrival: Instant
  /// How long the way there and back took, in nanoseconds, without the server's own time.
  public let delay: Int
  /// How far off the time may be at most, in nanoseconds: half of the way, and what the server says
  /// of itself.
  public let error: Int
  /// How many servers are between this host and a clock.
  public let stratum: UInt8
}
