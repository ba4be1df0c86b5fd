internal import Net
internal import Testing

@testable internal import HTTP

@Suite struct PaceTests {
  private let pace = Pace(start: Instant(nanoseconds: 5), grace: 10, minimumRate: 500)

  @Test(arguments: [(0, 15), (1, 2_000_015), (500, 1_000_000_015), (1250, 2_500_000_015)])
  func `grants time for each byte`(count: Int, end: UInt64) {
    #expect(pace.deadline(after: count) == Instant(nanoseconds: end))
  }

  @Test func `demands nothing at no rate`() {
    #expect(
      Pace(start: Instant(nanoseconds: 5), grace: 10, minimumRate: 0).deadline(after: 1) == nil)
  }

  @Test func `is total however much came`() {
    #expect(pace.deadline(after: 20_000_000_000)?.nanoseconds == 40_000_000_000_000_015)
    let slow = Pace(start: Instant(nanoseconds: 5), grace: .max, minimumRate: 1)
    #expect(slow.deadline(after: 1)?.nanoseconds == .max)
    #expect(slow.deadline(after: .max) == nil)
    let fast = Pace(start: Instant(nanoseconds: 5), grace: 0, minimumRate: .max)
    #expect(fast.deadline(after: .max - 1)?.nanoseconds == 1_000_000_004)
  }
}
