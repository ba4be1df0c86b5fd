internal import TestSupport
internal import Testing

@testable internal import Profiler

@Suite struct ComparisonTests {
  /// A profile in which functions have shares by chance.
  private func profile(_ shares: [Double], count: Int, seed: UInt64) -> Profile {
    var generator = SeededGenerator(seed: seed)
    var hits = [Int](repeating: 0, count: shares.count)
    for _ in 0..<count {
      var place = Double.random(in: 0..<1, using: &generator)
      for (index, share) in shares.enumerated() {
        place -= share
        if place < 0 || index == shares.count - 1 {
          hits[index] += 1
          break
        }
      }
    }
    return SampleProfiles.profile(
      hits.enumerated().map { index, count in
        ("main;f\(index)", [UInt64](repeating: 1000, count: count))
      })
  }

  @Test func `finds no change where there is none`() {
    var falseAlarmCount = 0
    for seed in UInt64(0)..<60 {
      let old = profile([0.5, 0.3, 0.15, 0.05], count: 1000, seed: seed * 2)
      let new = profile([0.5, 0.3, 0.15, 0.05], count: 1000, seed: seed * 2 + 1)
      let comparison = Comparison(old, new)
      if comparison.rows.contains(where: \.isSignificant) { falseAlarmCount += 1 }
    }
    // One of twenty by design: three expected of sixty.
    #expect(falseAlarmCount <= 8)
  }

  @Test func `finds a change that is there`() throws {
    let old = profile([0.5, 0.3, 0.15, 0.05], count: 2000, seed: 1)
    let new = profile([0.4, 0.3, 0.15, 0.15], count: 2000, seed: 2)
    let comparison = Comparison(old, new)
    #expect(Set(comparison.rows.filter(\.isSignificant).map(\.name)) == ["f0", "f3"])
    let grown = try #require(comparison.rows.first { $0.name == "f3" })
    #expect(grown.deviation > 5)
    #expect((0.07...0.13).contains(grown.change))
  }

  @Test func `counts samples of odd weights for less`() {
    let even = SampleProfiles.profile([
      ("a", [UInt64](repeating: 10, count: 100)), ("b", [UInt64](repeating: 10, count: 100)),
    ])
    let odd = SampleProfiles.profile([("a", [600]), ("b", [UInt64](repeating: 4, count: 100))])
    #expect(!Comparison(even, odd).rows.contains { $0.isSignificant })
  }

  @Test func `raises the limit with the number of functions`() {
    #expect((1.95...1.97).contains(Comparison.limit(comparisons: 1)))
    #expect((3.4...3.6).contains(Comparison.limit(comparisons: 100)))
    #expect(Comparison.deviation(0, 0, 1, 10) == 0)
    #expect(Comparison.deviation(0, 10, 0, 10) == 0)
  }

  @Test func `reads as a table`() throws {
    let old = SampleProfiles.profile([
      ("a", [UInt64](repeating: 1, count: 500)), ("DNS.b", [UInt64](repeating: 1, count: 500)),
    ])
    let new = SampleProfiles.profile([
      ("a", [UInt64](repeating: 1, count: 300)), ("DNS.b", [UInt64](repeating: 1, count: 700)),
    ])
    let text = Comparison(old, new).lines(5).joined(separator: "\n") + "\n"
    #expect(text == (try Fixtures().expected("reports/diff.txt", for: text)))
  }
}
