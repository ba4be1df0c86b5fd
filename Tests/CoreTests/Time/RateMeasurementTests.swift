internal import Testing

@testable internal import Core

@Suite struct RateMeasurementTests {
  @Test func `finds a rate`() {
    let measurement = RateMeasurement(tick: 5000, reference: 100, referencePerSecond: 1_193_182)
    let rate = measurement.ticksPerSecond(tick: 5000 + 2_400_000, reference: 100 + 1193)
    #expect(rate == 2_400_000 * 1_193_182 / 1193)
    #expect(measurement.elapsed(reference: 1293) == 1193)
  }

  @Test func `knows nothing without movement`() {
    let measurement = RateMeasurement(tick: 5000, reference: 100, referencePerSecond: 1_193_182)
    #expect(measurement.ticksPerSecond(tick: 5000, reference: 200) == nil)
    #expect(measurement.ticksPerSecond(tick: 6000, reference: 100) == nil)
    #expect(measurement.elapsed(reference: 50) == 0)
  }
}
