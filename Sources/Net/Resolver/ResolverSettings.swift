public import Wire

/// Whom a resolver asks, and how.
public struct ResolverSettings: Equatable, Sendable {
  /// Servers that resolve for others, the preferred one first; only eight are asked.
  public var servers: [Endpoint]
  /// How often each is asked at most.
  public var roundCount = 3
  /// How long an answer is waited for in the first round, in nanoseconds; twice that in each next.
  public var patience: UInt64 = 1_000_000_000
  /// The largest datagram that is taken, in bytes; nil speaks no EDNS.
  public var payloadSize: UInt16? = 1232
  /// Whether the case of letters is made random, for forgers to guess.
  public var randomizesCase = true
  /// The most answers that are remembered.
  public var cacheCapacity = 256
  /// For how long an answer is believed at most, in seconds.
  public var maximumSeconds: UInt32 = 86_400
  /// For how long a denial is believed at most, in seconds.
  ///
  /// Source: RFC 2308, section 5.
  public var maximumDenialSeconds: UInt32 = 10_800

  /// Makes settings.
  public init(servers: [Endpoint]) { self.servers = servers }

  /// The port of servers.
  public static let port: Port = 53
}
