internal import Profiler
internal import Testing

@Suite struct WeightTests {
  @Test func `fits the unit`() {
    #expect(Weight.text(999, "nanoseconds") == "999 ns")
    #expect(Weight.text(1500, "nanoseconds") == "1.50 µs")
    #expect(Weight.text(250_000_000, "nanoseconds") == "250.0 ms")
    #expect(Weight.text(90_000_000_000_000, "nanoseconds") == "90000.0 s")
    #expect(Weight.text(1536, "bytes") == "1.50 KiB")
    #expect(Weight.text(3, "samples") == "3 samples")
  }

  @Test func `writes shares`() {
    #expect(Weight.percent(1, of: 3) == "33.33%")
    #expect(Weight.percent(1, of: 0) == "0.00%")
  }
}
