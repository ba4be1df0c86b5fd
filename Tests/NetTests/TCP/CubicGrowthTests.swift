internal import Testing

@testable internal import Net

@Suite struct CubicGrowthTests {
  @Test(arguments: [0.001, 0.5, 1, 2, 27, 1000, 123_456.789, 1e9])
  func `knows cube roots`(value: Double) {
    let root = CubicGrowth.cubeRoot(value)
    #expect(abs(root * root * root - value) < value * 1e-9)
  }

  @Test func `reaches the former maximum after the time that the cube root gives`() {
    // RFC 9438, figure 2: K = cbrt((Wmax - cwnd) / C).
    var growth = CubicGrowth()
    let size = 1000
    _ = growth.reduce(window: 1_000_000, inFlight: 1_000_000, size)
    var window = 700_000
    let k = CubicGrowth.cubeRoot(300 / 0.4)
    var elapsed = 0.0
    let roundTrip: UInt64 = 100_000_000
    // One window of acknowledgements each round trip.
    while elapsed < k {
      for _ in 0..<window / size {
        window = growth.grow(
          window: window, acknowledged: size, segmentByteCount: size,
          now: Instant(nanoseconds: 1 + UInt64(elapsed * 1e9)), roundTrip: roundTrip)
      }
      elapsed += 0.1
    }
    #expect(window > 970_000)
    #expect(window < 1_030_000)
  }

  @Test func `is never slower than Reno`() {
    var growth = CubicGrowth()
    _ = growth.reduce(window: 20_000, inFlight: 20_000, 1000)
    var window = 14_000
    // A short round trip, where a cubic function of time hardly moves.
    for round in 0..<100 as Range<UInt64> {
      for _ in 0..<window / 1000 {
        window = growth.grow(
          window: window, acknowledged: 1000, segmentByteCount: 1000,
          now: Instant(nanoseconds: 1 + round * 1_000_000), roundTrip: 1_000_000)
      }
    }
    #expect(window > 60_000)
  }

  @Test func `makes room when the maximum falls`() {
    var growth = CubicGrowth()
    #expect(growth.reduce(window: 100_000, inFlight: 100_000, 1000) == 70_000)
    #expect(growth.reduce(window: 80_000, inFlight: 80_000, 1000) == 56_000)
  }
}
