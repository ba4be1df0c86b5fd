internal import TestSupport
internal import Testing
internal import Wire

@testable internal import Net

@Suite struct SentSegmentsTests {
  /// Ten segments of 100 bytes, from number 0.
  static func ten() -> SentSegments {
    var segments = SentSegments()
    for index in 0..<10 {
      let start = SequenceNumber(UInt32(index * 100))
      segments.append(
        SentSegment(start: start, end: start + 100, sentAt: Instant(nanoseconds: UInt64(index))))
    }
    return segments
  }

  @Test func `forgets what was acknowledged, in part, too`() {
    var segments = Self.ten()
    var gone: [UInt32] = []
    segments.acknowledge(upTo: 250) { gone.append($0.start.rawValue) }
    #expect(gone == [0, 100])
    #expect(segments.byteCount == 750)
    #expect(segments[0].start == 250)
  }

  @Test func `counts what is in flight`() {
    var segments = Self.ten()
    var seen = 0
    segments.markSacked(SACKBlock(start: 300, end: 550), unit: 100) { _ in seen += 1 }
    // Half a segment does not count.
    #expect(seen == 2)
    #expect(segments.sackedByteCount == 200)
    segments.markLost(at: 0)
    segments.markLost(at: 3)
    #expect(segments.lostByteCount == 100)
    #expect(segments.inFlightByteCount == 700)
    #expect(segments.firstLost == 0)
    segments.retransmit(at: 0, byteCount: 100, now: Instant(nanoseconds: 99))
    #expect(segments.firstLost == nil)
    #expect(segments.inFlightByteCount == 800)
    #expect(segments[0].isRetransmitted)
  }

  @Test func `cuts a segment that has become too large`() {
    var segments = Self.ten()
    segments.markLost(at: 2)
    segments.retransmit(at: 2, byteCount: 40, now: Instant(nanoseconds: 99))
    #expect(segments.count == 11)
    #expect(segments[2].end == 240)
    #expect(segments[3].start == 240)
    #expect(segments[3].isLost)
    #expect(segments.lostByteCount == 60)
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `keeps its sums true`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var segments = SentSegments()
    var next: SequenceNumber = 0xffff_f000
    var first = next
    for _ in 0..<500 {
      switch generator.below(6) {
      case 0, 1:
        let end = next + 1 + generator.below(100)
        segments.append(SentSegment(start: next, end: end, sentAt: Instant(nanoseconds: 0)))
        next = end
      case 2:
        let number = first + generator.below(next.distance(from: first) + 1)
        segments.acknowledge(upTo: number) { _ in }
        first = number
      case 3:
        let start = first + generator.below(next.distance(from: first) + 1)
        segments.markSacked(SACKBlock(start: start, end: start + generator.below(300)), unit: 100) {
          _ in
        }
      case 4:
        if !segments.isEmpty { segments.markLost(at: generator.below(segments.count)) }
      default:
        if let index = segments.firstLost {
          let count = 1 + generator.below(segments[index].byteCount)
          segments.retransmit(at: index, byteCount: count, now: Instant(nanoseconds: 1))
        }
      }
      let all = (0..<segments.count).map { segments[$0] }
      #expect(segments.byteCount == all.reduce(0) { $0 + $1.byteCount })
      #expect(segments.sackedByteCount == all.reduce(0) { $0 + ($1.isSacked ? $1.byteCount : 0) })
      #expect(segments.lostByteCount == all.reduce(0) { $0 + ($1.isLost ? $1.byteCount : 0) })
      #expect(segments.sackedCount == all.count(where: \.isSacked))
      #expect(segments.byteCount == next.distance(from: first))
    }
  }

  @Test func `counts the second half of what the peer has and is sent again in part`() {
    var segments = Self.ten()
    segments.markSacked(SACKBlock(start: 900, end: 1000), unit: 100) { _ in }
    segments.retransmit(at: 9, byteCount: 50, now: Instant(nanoseconds: 99))
    #expect(segments.count == 11)
    #expect(segments.sackedCount == 2)
    segments.acknowledge(upTo: 1000) { _ in }
    #expect(segments.sackedCount == 0)
  }

  @Test func `are no more than a bound, into however small pieces they are cut`() {
    var segments = SentSegments()
    let end = SequenceNumber(100_000)
    segments.append(SentSegment(start: 0, end: end, sentAt: Instant(nanoseconds: 0)))
    for number in stride(from: 50, to: 100_000, by: 100) {
      let start = SequenceNumber(UInt32(number))
      segments.markSacked(SACKBlock(start: start, end: start + 50), unit: 50) { _ in }
    }
    #expect(segments.count == SentSegments.limit)
    segments.markAllLost()
    let last = segments.count - 1
    segments.retransmit(at: last, byteCount: 50, now: Instant(nanoseconds: 1))
    #expect(segments.count == SentSegments.limit)
    // The first one may be cut nevertheless: nothing would go on otherwise.
    segments = SentSegments()
    for index in 0..<SentSegments.limit {
      let start = SequenceNumber(UInt32(index * 100))
      segments.append(
        SentSegment(start: start, end: start + 100, sentAt: Instant(nanoseconds: 0)))
    }
    segments.retransmit(at: 0, byteCount: 50, now: Instant(nanoseconds: 1))
    #expect(segments.count == SentSegments.limit + 1)
  }

  @Test func `takes no more memory where that is short, and gives it back`() {
    var segments = SentSegments()
    var next: SequenceNumber = 0
    func append() {
      segments.append(SentSegment(start: next, end: next + 10, sentAt: Instant(nanoseconds: 0)))
      next += 10
    }
    while segments.mayGrow(isShort: true) { append() }
    #expect(segments.count == SentSegments.modestLimit)
    #expect(segments.extraByteCount == 0)
    while segments.count < 300 { append() }
    let byteCount = segments.extraByteCount
    #expect(byteCount >= 300 * MemoryLayout<SentSegment>.stride)
    #expect(!segments.mayGrow(isShort: true) || segments.count < byteCount / 48)
    // As many as there is memory for go on being sent, in the same memory.
    for _ in 0..<1000 {
      segments.acknowledge(upTo: next - 1000) { _ in }
      while segments.mayGrow(isShort: true) { append() }
    }
    #expect(segments.extraByteCount == byteCount)
    segments.acknowledge(upTo: next) { _ in }
    segments.releaseMemory()
    #expect(segments.extraByteCount == 0 && segments.isEmpty)
    append()
    #expect(segments.count == 1)
  }

  @Test func `splits what the network card has cut, where it has cut it`() {
    var segments = SentSegments()
    segments.append(SentSegment(start: 0, end: 1000, sentAt: Instant(nanoseconds: 1)))
    segments.markSacked(SACKBlock(start: 350, end: 420), unit: 100) { _ in Issue.record("a part") }
    #expect(segments.count == 1)
    segments.markSacked(SACKBlock(start: 300, end: 500), unit: 100) { #expect($0.start == 300) }
    #expect(segments.count == 3)
    #expect(segments.sackedByteCount == 200)
    #expect(segments[2].start == 500)
    segments.split(at: 400, 100)
    #expect(segments.sackedCount == 2)
    #expect(segments.sackedByteCount == 200)
    segments.split(at: 1000, 100)
    segments.split(at: 0, 100)
    #expect(segments.count == 4)
    segments.acknowledge(upTo: 1000) { _ in }
    #expect(segments.isEmpty)
    #expect(segments.inFlightByteCount == 0)
  }
}
