internal import Sampler
internal import Testing

@Suite struct SampleClockTests {
  private func intervals(_ clock: SampleClock, count: Int) -> [UInt32] {
    var clock = clock
    return (0..<count).map { _ in clock.next() }
  }

  @Test(arguments: [1, 18, 99, 1000, 10_000, 100_000] as [UInt32])
  func `keeps the rate on average`(rate: UInt32) {
    let clock = SampleClock(rate: rate, jitter: 500, seed: 3, ticksPerSecond: 1_193_182)
    let found = intervals(clock, count: 20_000)
    let mean = found.reduce(0.0) { $0 + Double($1) } / 20_000
    let wanted = 1_193_182 / Double(rate)
    #expect(abs(mean / wanted - 1) < 0.01)
    #expect(Double(found.min() ?? 0) >= (wanted * 0.5).rounded(.down))
    #expect(Double(found.max() ?? 0) <= (wanted * 1.5).rounded(.up))
  }

  @Test func `fills its whole range`() {
    let clock = SampleClock(rate: 1000, jitter: 500, seed: 3, ticksPerSecond: 1_000_000)
    var bins = [Int](repeating: 0, count: 10)
    for interval in intervals(clock, count: 10_000) { bins[min(Int(interval - 500) / 100, 9)] += 1 }
    // Of a thousand each; five standard deviations are 150.
    #expect(bins.allSatisfy { (850...1150).contains($0) })
  }

  @Test func `is regular without jitter, to the tick`() {
    let clock = SampleClock(rate: 1000, jitter: 0, seed: 3, ticksPerSecond: 1_193_182)
    let found = intervals(clock, count: 1000)
    #expect(Set(found).isSubset(of: [1193, 1194]))
    // A second less the unit in which the mean is kept.
    #expect((1_193_181...1_193_182).contains(found.reduce(0, +)))
  }

  @Test func `the same seed gives the same intervals`() {
    func clock(_ seed: UInt64) -> SampleClock {
      SampleClock(rate: 1000, jitter: 500, seed: seed, ticksPerSecond: 1_193_182)
    }
    #expect(intervals(clock(1), count: 50) == intervals(clock(1), count: 50))
    #expect(intervals(clock(1), count: 50) != intervals(clock(2), count: 50))
    #expect(Set(intervals(clock(0), count: 50)).count > 10)
  }

  @Test func `never stands still`() {
    let clock = SampleClock(rate: 100_000, jitter: 900, seed: 1, ticksPerSecond: 10_000)
    #expect(intervals(clock, count: 100).allSatisfy { $0 >= 1 })
  }

  @Test(arguments: [0.0, 30, 70], [500 as UInt32, 0])
  func `keeps the rate where each interval comes out longer`(extra: Double, jitter: UInt32) {
    // 119 ticks are 100 µs.
    var clock = SampleClock(rate: 10_000, jitter: jitter, seed: 3, ticksPerSecond: 1_193_182)
    var sum = 0.0
    for _ in 0..<100 {
      sum = (0..<64).reduce(0.0) { sum, _ in sum + Double(clock.next()) + extra }
      clock.correct(measured: UInt64(sum / 64 * 65536))
    }
    #expect(abs(sum / 64 / 119.3 - 1) < 0.15)
  }

  @Test func `leaves the guest a quarter of its time, and comes back`() {
    var clock = SampleClock(rate: 10_000, jitter: 500, seed: 3, ticksPerSecond: 1_193_182)
    for _ in 0..<50 { clock.correct(measured: .max) }
    let short = intervals(clock, count: 1000)
    #expect(short.allSatisfy { (1...61).contains($0) })
    #expect((25...35).contains(short.reduce(0, +) / 1000))
    for _ in 0..<50 { clock.correct(measured: 0) }
    #expect((115...124).contains(intervals(clock, count: 1000).reduce(0, +) / 1000))
  }
}
