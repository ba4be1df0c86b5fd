/// What the connections of a host have seen and done.
///
/// All counters wrap.
public struct TCPCounters: Sendable {
  /// Segments that arrived, sound ones.
  public internal(set) var segmentsIn: UInt64 = 0
  /// Segments that arrived and were cut, malformed or damaged.
  public internal(set) var unsoundIn: UInt64 = 0
  /// Segments that were sent.
  public internal(set) var segmentsOut: UInt64 = 0
  /// Segments among them that were sent before.
  public internal(set) var retransmissions: UInt64 = 0
  /// Connections that were begun from this side.
  public internal(set) var connectionsOpened: UInt64 = 0
  /// Connections that peers began and that were established.
  public internal(set) var connectionsAccepted: UInt64 = 0
  /// Resets that were sent.
  public internal(set) var resetsOut: UInt64 = 0
  /// Segments that no connection wanted.
  public internal(set) var strays: UInt64 = 0
  /// SYNs that were answered by a cookie.
  public internal(set) var cookiesSent: UInt64 = 0
  /// Connections that came back with a cookie.
  public internal(set) var cookiesAccepted: UInt64 = 0
  /// SYNs that were not answered, as too many connections wait to be accepted.
  public internal(set) var backlogDrops: UInt64 = 0
  /// Challenges that the limit suppressed.
  public internal(set) var challengesSuppressed: UInt64 = 0
  /// Answers to segments of no connection that were not sent, as too many waited.
  public internal(set) var repliesDropped: UInt64 = 0
  /// Segments that were not taken, as the data of all connections takes too much memory.
  public internal(set) var memoryDrops: UInt64 = 0
  /// Connections that had to wait for late segments no longer, as others needed their places.
  public internal(set) var timeWaitsCut: UInt64 = 0
  /// Connections that were broken off, as their peers took too little of their data while memory
  /// was short.
  public internal(set) var slowPeersCut: UInt64 = 0
  /// Connections that there are now, those that only wait for late segments included.
  public internal(set) var connections: UInt64 = 0

  /// Calls a function with the name and the value of every counter, always in the same order.
  public func forEach(_ body: (StaticString, UInt64) -> Void) {
    body("segmentsIn", segmentsIn)
    body("unsoundIn", unsoundIn)
    body("segmentsOut", segmentsOut)
    body("retransmissions", retransmissions)
    body("connectionsOpened", connectionsOpened)
    body("connectionsAccepted", connectionsAccepted)
    body("resetsOut", resetsOut)
    body("strays", strays)
    body("cookiesSent", cookiesSent)
    body("cookiesAccepted", cookiesAccepted)
    body("backlogDrops", backlogDrops)
    body("challengesSuppressed", challengesSuppressed)
    body("repliesDropped", repliesDropped)
    body("memoryDrops", memoryDrops)
    body("timeWaitsCut", timeWaitsCut)
    body("slowPeersCut", slowPeersCut)
    body("connections", connections)
  }
}
