extension TCPCounters {
  /// What the values are called that a set of counters is made of, one to a line, in their order in
  /// memory.
  public static var names: StaticString {
    """
    tcpSegmentsIn\ntcpUnsoundIn\ntcpSegmentsOut\ntcpRetransmissions\ntcpConnectionsOpened\n\
    tcpConnectionsAccepted\ntcpResetsOut\ntcpStrays\ntcpCookiesSent\ntcpCookiesAccepted\n\
    tcpBacklogDrops\ntcpChallengesSuppressed\ntcpRepliesDropped\ntcpMemoryDrops\n\
    tcpTimeWaitsCut\ntcpSlowPeersCut\ntcpConnections
    """
  }
}

extension TCPEndpoints {
  /// Hands over where the counters lie, for who reads them without asking: one value of 8 bytes
  /// after the other, called as `TCPCounters.names` says.
  public func withCounters(_ body: (UnsafeMutablePointer<UInt64>, _ count: Int) -> Void) {
    // Safe: all stored properties of the counters are of this type, one after the other.
    unsafe withUnsafeMutableBytes(of: &counters) { bytes in
      let values = unsafe bytes.bindMemory(to: UInt64.self)
      if let base = values.baseAddress { unsafe body(base, values.count) }
    }
  }
}
