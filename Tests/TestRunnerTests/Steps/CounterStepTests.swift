internal import Testing

@testable internal import TestRunner

@Suite struct CounterStepTests {
  @Test(arguments: [
    (UInt64(3)...3, "is 3"), (3...UInt64.max, "is at least 3"), (0...3, "is at most 3"),
    (2...3, "is 2 to 3"),
  ])
  func `says its range in words`(range: ClosedRange<UInt64>, text: String) {
    #expect(CounterStep(name: "drops", range: range).title == "counter drops \(text)")
  }

  @Test func `growth is judged, and what shrinks does not grow`() {
    let step = CounterStep(name: "drops", range: 2...UInt64.max, sinceReady: true)
    #expect(step.judge(9, since: 7) == .passed("2"))
    #expect(step.judge(8, since: 7) == .failed("it is 1"))
    #expect(step.judge(6, since: 7) == .failed("it is 1 less than it was"))
  }

  @Test func `knows which counters every kernel has`() {
    #expect(CounterStep(name: "timer interrupts", range: 0...0).isOwn)
    #expect(!CounterStep(name: "UDP datagrams received", range: 0...0).isOwn)
  }
}
