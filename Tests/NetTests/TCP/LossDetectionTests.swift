internal import Testing
internal import Wire

@testable internal import Net

@Suite struct LossDetectionTests {
  static func instant(_ milliseconds: UInt64) -> Instant {
    Instant(nanoseconds: milliseconds * 1_000_000)
  }

  /// Segments of 100 bytes that left one a millisecond, from 100 ms on.
  static func sent(_ count: Int) -> SentSegments {
    var segments = SentSegments()
    for index in 0..<count {
      let start = SequenceNumber(UInt32(index * 100))
      segments.append(
        SentSegment(start: start, end: start + 100, sentAt: instant(100 + UInt64(index))))
    }
    return segments
  }

  @Test func `three that overtook make one lost at once`() {
    // RFC 8985, section 6.2: no reordering window before reordering is seen.
    var segments = Self.sent(4)
    var detection = LossDetection(initial: 0)
    segments.markSacked(SACKBlock(start: 100, end: 400), unit: 100) {
      detection.note($0, echoedAt: nil, now: Self.instant(120))
    }
    let next = detection.detect(
      in: &segments, smoothed: 20_000_000, isRecovering: false, now: Self.instant(120))
    #expect(next == nil)
    #expect(segments.firstLost == 0)
  }

  @Test func `one that overtook makes it wait a quarter of a round trip`() {
    var segments = Self.sent(2)
    var detection = LossDetection(initial: 0)
    segments.markSacked(SACKBlock(start: 100, end: 200), unit: 100) {
      detection.note($0, echoedAt: nil, now: Self.instant(121))
    }
    let next = detection.detect(
      in: &segments, smoothed: 20_000_000, isRecovering: false, now: Self.instant(121))
    // Sent at 100, a round trip of 20, and a quarter of it.
    #expect(next == Self.instant(125))
    #expect(segments.firstLost == nil)
    _ = detection.detect(
      in: &segments, smoothed: 20_000_000, isRecovering: false, now: Self.instant(125))
    #expect(segments.firstLost == 0)
  }

  @Test func `never marks what was sent later than all that arrived`() {
    var segments = Self.sent(4)
    var detection = LossDetection(initial: 0)
    segments.acknowledge(upTo: 100) {
      detection.note($0, echoedAt: nil, now: Self.instant(120))
    }
    _ = detection.detect(
      in: &segments, smoothed: 20_000_000, isRecovering: true, now: Self.instant(5000))
    #expect(segments.firstLost == nil)
  }

  @Test func `sees reordering`() {
    var segments = Self.sent(3)
    var detection = LossDetection(initial: 0)
    segments.markSacked(SACKBlock(start: 200, end: 300), unit: 100) {
      detection.note($0, echoedAt: nil, now: Self.instant(120))
    }
    #expect(!detection.isReorderingSeen)
    detection.beginAcknowledgment()
    segments.acknowledge(upTo: 100) {
      detection.note($0, echoedAt: nil, now: Self.instant(121))
    }
    #expect(detection.isReorderingSeen)
  }

  @Test func `sees no reordering within one acknowledgement`() {
    var segments = Self.sent(3)
    var detection = LossDetection(initial: 0)
    detection.beginAcknowledgment()
    segments.markSacked(SACKBlock(start: 200, end: 300), unit: 100) {
      detection.note($0, echoedAt: nil, now: Self.instant(120))
    }
    segments.acknowledge(upTo: 100) {
      detection.note($0, echoedAt: nil, now: Self.instant(120))
    }
    #expect(!detection.isReorderingSeen)
  }

  @Test func `takes no measure of a segment whose first try may have arrived`() {
    var segments = Self.sent(2)
    var detection = LossDetection(initial: 0)
    segments.markLost(at: 0)
    segments.retransmit(at: 0, byteCount: 100, now: Self.instant(150))
    segments.acknowledge(upTo: 100) {
      detection.note($0, echoedAt: Self.instant(100), now: Self.instant(151))
    }
    let next = detection.detect(
      in: &segments, smoothed: 20_000_000, isRecovering: true, now: Self.instant(5000))
    #expect(next == nil)
    #expect(segments.firstLost == nil)
  }
}
