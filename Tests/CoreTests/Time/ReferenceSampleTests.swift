internal import Hardware
internal import Testing

@testable internal import Core

@Suite struct ReferenceSampleTests {
  /// A counter that is read at the times a test gives.
  private final class Readings: TickCounter {
    var times: [UInt64]
    init(_ times: [UInt64]) { self.times = times }
    var ticksPerSecond: UInt64 { 1000 }
    var period: UInt64 { 0 }
    func ticks() -> UInt64 { times[0] }
    func timestamp() -> UInt64 { times.removeFirst() }
  }

  @Test func `keeps the reading that was disturbed least`() {
    // Pairs of the time before and after; the counter shows the time after.
    var readings = Readings([0, 90, 100, 150, 200, 900, 1000, 1008, 1100, 1130])
    let sample = ReferenceSample(reading: &readings) { [readings] in readings.timestamp() }
    #expect(sample == ReferenceSample(tick: 1000, reference: 1008, width: 8))
    #expect(readings.times.isEmpty)
  }
}
