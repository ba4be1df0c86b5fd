internal import Foundation
internal import Sampler
internal import Testing

@Suite struct LengthBudgetTests {
  @Test(arguments: [10, 500, 1000, 3000] as [UInt64])
  func `longer ones are chosen more often, so that each tells for as much`(length: UInt64) {
    var budget = LengthBudget(seed: 3)
    let count = (0..<50_000).count { _ in budget.take(length, mean: 1000) }
    let expected = 1 - exp(-Double(length) / 1000)
    // Five standard deviations.
    let allowed = 5 * (50_000 * expected * (1 - expected)).squareRoot() + 1
    #expect(abs(Double(count) - 50_000 * expected) < allowed)
  }

  @Test func `those of a mix stand for all of it`() {
    var budget = LengthBudget(seed: 9)
    var all = 0.0
    var told = 0.0
    for round in 0..<100_000 {
      let length = UInt64(round % 10 == 0 ? 5000 : 20)
      all += Double(length)
      if budget.take(length, mean: 1000) { told += Double(length) / -expm1(-Double(length) / 1000) }
    }
    #expect(abs(told / all - 1) < 0.02)
  }

  @Test func `without a mean each one is`() {
    var budget = LengthBudget(seed: 1)
    #expect((0..<10).allSatisfy { _ in budget.take(1, mean: 0) })
  }
}
