internal import Wire

/// Tells lost segments by the time at which later ones were sent that arrived.
///
/// Source: RFC 8985, section 6.
struct LossDetection {
  /// When the segment was sent that was sent last of all those that arrived: RACK.xmit_ts.
  private var sentAt = Instant(nanoseconds: 0)
  /// End of that segment: RACK.end_seq.
  private var end: SequenceNumber = 0
  /// Its round-trip time, in nanoseconds: RACK.rtt; nil before anything arrived.
  private var roundTrip: UInt64?
  /// The least round-trip time of the last while.
  private var minimum = WindowedMinimum()
  /// The highest number that has arrived: RACK.fack.
  private var forward: SequenceNumber
  /// The same before the present acknowledgement, whose segments may be told in any order.
  private var forwardBefore: SequenceNumber
  /// Whether segments were seen to overtake others.
  private(set) var isReorderingSeen = false
  /// By how many quarters of a round trip segments may be late.
  private var windowMultiple: UInt64 = 1
  /// How many recoveries the multiple is kept for.
  private var windowPersistence = 16
  /// Number that ends the round in which duplicates were reported.
  private var duplicateRound: SequenceNumber?

  /// Gap after which a segment is lost while no reordering is known: DupThresh.
  static let duplicateThreshold = 3

  /// Starts before any data.
  ///
  /// - Parameter initial: Number of the SYN.
  init(initial: SequenceNumber) {
    forward = initial
    forwardBefore = initial
  }

  /// Begins with the segments of one acknowledgement.
  mutating func beginAcknowledgment() { forwardBefore = forward }

  /// Takes note of a segment that has arrived: section 6.2, steps 1 to 3.
  ///
  /// - Parameters:
  ///   - segment: The segment, as it was sent last.
  ///   - echoedAt: When the segment that the peer answers was sent, by its timestamp; nil if it
  ///     told none. It shows whether a segment that was sent again arrived at its first or second
  ///     try.
  ///   - now: The present.
  mutating func note(_ segment: SentSegment, echoedAt: Instant?, now: Instant) {
    let sample = now.nanoseconds(since: segment.sentAt)
    if segment.isRetransmitted {
      if let echoedAt, echoedAt < segment.sentAt { return }
      if let least = minimum.value, sample < least { return }
    } else {
      minimum.add(sample, now: now)
    }
    if roundTrip == nil || Self.isSentAfter(segment.sentAt, segment.end, sentAt, end) {
      sentAt = segment.sentAt
      end = segment.end
      roundTrip = sample
    }
    if segment.end > forward { forward = segment.end }
    if !segment.isRetransmitted, segment.end < forwardBefore { isReorderingSeen = true }
  }

  /// Takes note that the peer reported data that arrived twice: section 6.2, step 4.
  ///
  /// - Parameters:
  ///   - acknowledged: The number up to which everything has arrived.
  ///   - next: The next number to be sent.
  mutating func noteDuplicate(acknowledged: SequenceNumber, next: SequenceNumber) {
    if let round = duplicateRound, acknowledged < round { return }
    duplicateRound = next
    windowMultiple = min(windowMultiple + 1, 100)
    windowPersistence = 16
  }

  /// Takes note that a recovery has ended.
  mutating func recoveryEnded() {
    guard windowMultiple > 1 else { return }
    windowPersistence -= 1
    if windowPersistence <= 0 { windowMultiple = 1 }
  }

  /// Marks the segments that are lost by now: section 6.2, step 5.
  ///
  /// - Parameters:
  ///   - segments: The segments under way.
  ///   - smoothed: The smoothed round-trip time, in nanoseconds.
  ///   - isRecovering: Whether a loss is being repaired.
  ///   - now: The present.
  /// - Returns: When to look again, if a segment may turn out lost without further news.
  func detect(
    in segments: inout SentSegments, smoothed: UInt64, isRecovering: Bool, now: Instant
  ) -> Instant? {
    guard let roundTrip else { return nil }
    let late = reorderingWindow(
      sackedCount: segments.sackedCount, smoothed: smoothed, isRecovering: isRecovering)
    var next: Instant?
    for index in 0..<segments.count {
      let segment = segments[index]
      guard !segment.isSacked, !segment.isLost else { continue }
      guard Self.isSentAfter(sentAt, end, segment.sentAt, segment.end) else {
        // Behind the first that was never sent again, all were sent later still.
        if !segment.isRetransmitted { break }
        continue
      }
      let deadline = segment.sentAt.advanced(byNanoseconds: roundTrip + late)
      if deadline <= now {
        segments.markLost(at: index)
      } else {
        next = max(next ?? deadline, deadline)
      }
    }
    return next
  }

  /// How late a segment may be: RACK_update_reo_wnd.
  private func reorderingWindow(
    sackedCount: Int, smoothed: UInt64, isRecovering: Bool
  ) -> UInt64 {
    if !isReorderingSeen, isRecovering || sackedCount >= Self.duplicateThreshold { return 0 }
    return min(windowMultiple * (minimum.value ?? 0) / 4, smoothed)
  }

  private static func isSentAfter(
    _ time: Instant, _ end: SequenceNumber, _ otherTime: Instant, _ otherEnd: SequenceNumber
  ) -> Bool {
    time > otherTime || time == otherTime && end > otherEnd
  }
}
