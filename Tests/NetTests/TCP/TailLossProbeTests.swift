internal import Testing
internal import Wire

@testable internal import Net

@Suite struct TailLossProbeTests {
  static func acknowledge(
    _ probe: inout TailLossProbe, _ number: SequenceNumber, isDuplicateReported: Bool
  ) -> Bool {
    probe.acknowledge(number, isDuplicateReported: isDuplicateReported)
  }

  @Test func `waits two round trips, longer for a single segment`() {
    #expect(TailLossProbe.timeout(smoothed: nil, isSingle: true) == 1_000_000_000)
    #expect(TailLossProbe.timeout(smoothed: 50_000_000, isSingle: false) == 100_000_000)
    #expect(TailLossProbe.timeout(smoothed: 50_000_000, isSingle: true) == 300_000_000)
    #expect(TailLossProbe.timeout(smoothed: 1000, isSingle: false) == 2_000_000)
  }

  @Test func `tells a repaired loss from a needless probe`() {
    // RFC 8985, section 7.4.2.
    var probe = TailLossProbe()
    probe.sent(end: 100, isRetransmission: true)
    #expect(!Self.acknowledge(&probe, 50, isDuplicateReported: false))
    #expect(probe.end == 100)
    #expect(!Self.acknowledge(&probe, 100, isDuplicateReported: true))
    #expect(probe.end == nil)
    probe.sent(end: 100, isRetransmission: true)
    #expect(Self.acknowledge(&probe, 101, isDuplicateReported: false))
    #expect(probe.end == nil)
    probe.sent(end: 200, isRetransmission: false)
    #expect(!Self.acknowledge(&probe, 200, isDuplicateReported: false))
    #expect(probe.end == nil)
  }
}
