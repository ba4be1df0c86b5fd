internal import Sampler
internal import Testing

@Suite struct ByteClockTests {
  private func distances(mean: UInt64, seed: UInt64 = 5, count: Int = 100_000) -> [Double] {
    var clock = ByteClock(seed: seed)
    return (0..<count).map { _ in Double(clock.next(mean: mean)) }
  }

  @Test(arguments: [100, 4096, 524_288, 1 << 40] as [UInt64])
  func `keeps the mean, and deviates by as much`(mean: UInt64) {
    let found = distances(mean: mean)
    let average = found.reduce(0, +) / 100_000
    let variance = found.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 100_000
    // Five standard deviations of the average; what is rounded off is half a byte.
    #expect(abs(average / Double(mean) - 1) < 0.016 + 0.5 / Double(mean))
    #expect(abs(variance.squareRoot() / Double(mean) - 1) < 0.03)
  }

  @Test func `falls off by the exponential function`() {
    let found = distances(mean: 1000)
    // Beyond 1000, 2000, 3000: e^-1, e^-2, e^-3 of them.
    for (limit, part) in [(1000.0, 0.3679), (2000, 0.1353), (3000, 0.0498)] {
      let share = Double(found.count { $0 > limit }) / 100_000
      #expect(abs(share - part) < 0.008)
    }
  }

  @Test func `is never 0, and the same for the same seed`() {
    #expect(distances(mean: 1, count: 1000).allSatisfy { $0 >= 1 })
    #expect(distances(mean: 999, count: 50) == distances(mean: 999, count: 50))
    #expect(distances(mean: 999, count: 50) != distances(mean: 999, seed: 6, count: 50))
  }
}
