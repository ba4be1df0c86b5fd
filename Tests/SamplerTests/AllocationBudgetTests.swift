internal import Sampler
internal import Testing

@Suite final class AllocationBudgetTests {
  private let word = UnsafeMutablePointer<Int64>.allocate(capacity: 1)
  private var budget: AllocationBudget
  /// The one that interrupts use.
  private let interrupts: AllocationBudget

  init() {
    word.initialize(to: 0x3fff_ffff_ffff_ffff)
    budget = AllocationBudget(unsafeWord: word)
    interrupts = AllocationBudget(unsafeWord: word)
  }

  deinit { word.deallocate() }

  /// What an allocation does when that uses the budget up; nil if it does not.
  private func allocate(
    _ byteCount: Int64, period: () -> UInt64
  ) -> (period: UInt64, isAnew: Bool)? {
    word.pointee -= byteCount
    return word.pointee < 0 ? budget.renew(period: period) : nil
  }

  @Test func `waits for a start without end`() {
    #expect(!budget.isStale)
    #expect(allocate(1 << 40) { 0 } == nil)
  }

  @Test func `begins anew at the allocation after a start, and samples later ones`() throws {
    interrupts.forget()
    #expect(budget.isStale)
    let first = try #require(allocate(16) { 4096 })
    #expect(first.isAnew && first.period == 4096 && !budget.isStale)
    #expect(word.pointee > 0 && word.pointee < 200_000)
    let second = try #require(allocate(word.pointee + 1) { 4096 })
    #expect(!second.isAnew && second.period == 4096)
  }

  @Test func `samples no more after an end`() throws {
    interrupts.forget()
    let found = try #require(allocate(16) { 0 })
    #expect(found.isAnew && found.period == 0 && word.pointee == .max)
  }

  @Test(arguments: [0, 16, 1 << 32] as [Int64])
  func `loses no start that comes while an end is followed`(byteCount: Int64) throws {
    // The start comes between the look at the settings and the writing of the budget.
    interrupts.forget()
    var period: UInt64 = 0
    let found = try #require(
      allocate(byteCount) {
        let seen = period
        if period == 0 {
          period = 4096
          interrupts.forget()
        }
        return seen
      })
    #expect(found.isAnew && found.period == 4096)
    #expect(word.pointee < 200_000)
  }

  @Test func `loses no start that comes while a sample is taken`() throws {
    interrupts.forget()
    _ = allocate(16) { 1 << 40 }
    var period: UInt64 = 1 << 40
    let found = try #require(
      allocate(word.pointee + 1) {
        let seen = period
        if period != 4096 {
          period = 4096
          interrupts.forget()
        }
        return seen
      })
    #expect(found.isAnew && found.period == 4096)
    #expect(word.pointee < 200_000)
  }

  @Test func `stays stale, however often a start comes`() {
    for _ in 0..<1000 {
      interrupts.forget()
      #expect(budget.isStale)
    }
  }
}
