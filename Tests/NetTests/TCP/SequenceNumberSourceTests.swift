internal import Testing
internal import Wire

@testable internal import Net

@Suite struct SequenceNumberSourceTests {
  static func source(_ seed: UInt64) -> SequenceNumberSource {
    var random = RandomSource(seed: seed)
    return SequenceNumberSource(random: &random)
  }

  static func key(_ port: UInt16) -> ConnectionKey {
    ConnectionKey(
      remote: Endpoint(address: IPv4Address(10, 0, 0, 1), port: Port(port)), localPort: 80)
  }

  @Test func `first numbers grow with time, and differ between peers`() {
    // RFC 6528, section 3.
    let source = Self.source(1)
    let first = source.initial(Self.key(1), now: Instant(nanoseconds: 0))
    let later = source.initial(Self.key(1), now: Instant(nanoseconds: 4_000_000))
    #expect(later.distance(from: first) == 1000)
    #expect(source.initial(Self.key(2), now: Instant(nanoseconds: 0)) != first)
    #expect(Self.source(2).initial(Self.key(1), now: Instant(nanoseconds: 0)) != first)
  }

  @Test(arguments: [(nil, 536), (100, 536), (536, 536), (1459, 1452), (1460, 1460), (9000, 1460)])
  func `a cookie remembers the size of segments`(size: UInt16?, remembered: UInt16) {
    let source = Self.source(1)
    var syn = TCPHeader(
      sourcePort: 1, destinationPort: 80, sequenceNumber: 7, acknowledgmentNumber: 0, flags: .syn,
      window: 0)
    syn.maximumSegmentSize = size
    let now = Instant(nanoseconds: 1_000_000_000_000)
    let cookie = source.cookie(Self.key(1), syn: syn, now: now)
    #expect(source.segmentSize(Self.key(1), cookie: cookie, number: 7, now: now) == remembered)
    #expect(source.segmentSize(Self.key(1), cookie: cookie, number: 8, now: now) == nil)
    #expect(source.segmentSize(Self.key(2), cookie: cookie, number: 7, now: now) == nil)
    let soon = now.advanced(byNanoseconds: 60_000_000_000)
    #expect(source.segmentSize(Self.key(1), cookie: cookie, number: 7, now: soon) == remembered)
    let late = now.advanced(byNanoseconds: 130_000_000_000)
    #expect(source.segmentSize(Self.key(1), cookie: cookie, number: 7, now: late) == nil)
  }
}
