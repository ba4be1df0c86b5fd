internal import Testing

@testable internal import Net

@Suite struct BufferBudgetTests {
  @Test func `leaves a connection its room while there is memory`() {
    let budget = BufferBudget()
    budget.limit = 10_000
    budget.change(by: 9_999)
    #expect(!budget.isShort)
    #expect(budget.room(100_000, count: 50_000) == 100_000)
  }

  @Test func `leaves a connection its share when memory is used up`() {
    let budget = BufferBudget()
    budget.limit = 10_000
    budget.change(by: 10_000)
    #expect(budget.isShort)
    #expect(budget.room(100_000, count: 0) == BufferBudget.share)
    #expect(budget.room(100, count: 0) == 100)
    #expect(budget.room(100_000, count: 4_000) == 96)
    #expect(budget.room(100_000, count: 50_000) == 0)
    budget.change(by: -1)
    #expect(budget.room(100_000, count: 50_000) == 100_000)
  }
}
