internal import Wire

/// One segment that is sent when the last of a flight may have been lost.
///
/// Source: RFC 8985, section 7.
struct TailLossProbe {
  /// Number behind the probe: TLP.end_seq; nil if none is under way.
  private(set) var end: SequenceNumber?
  /// Whether the probe was old data sent again.
  private var isRetransmission = false

  /// How long the peer may delay an acknowledgement, in nanoseconds.
  private static let worstDelay: UInt64 = 200_000_000

  /// How long to wait for news before a probe is sent: TLP_calc_PTO.
  ///
  /// - Parameters:
  ///   - smoothed: The smoothed round-trip time, in nanoseconds; nil if none was measured.
  ///   - isSingle: Whether only one segment is under way.
  /// - Returns: Nanoseconds.
  static func timeout(smoothed: UInt64?, isSingle: Bool) -> UInt64 {
    guard let smoothed else { return 1_000_000_000 }
    // The clock of the run loop is fine enough for a probe after a short round trip, but the peer's
    // may not be: two milliseconds are what it takes to answer.
    return max(2 * smoothed, 2_000_000) + (isSingle ? worstDelay : 0)
  }

  /// Takes note that a probe was sent.
  mutating func sent(end: SequenceNumber, isRetransmission: Bool) {
    self.end = end
    self.isRetransmission = isRetransmission
  }

  /// Forgets the probe: loss recovery takes over.
  mutating func cancel() { end = nil }

  /// Looks at an acknowledgement: section 7.4.2.
  ///
  /// - Parameters:
  ///   - number: The number up to which everything has arrived.
  ///   - isDuplicateReported: Whether it reports the probe as a duplicate.
  /// - Returns: Whether the probe has repaired a loss that nothing else told of.
  mutating func acknowledge(_ number: SequenceNumber, isDuplicateReported: Bool) -> Bool {
    guard let end, number >= end else { return false }
    if !isRetransmission || isDuplicateReported {
      self.end = nil
      return false
    }
    guard number > end else { return false }
    self.end = nil
    return true
  }
}
