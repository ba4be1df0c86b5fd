internal import Testing

@testable internal import TestRunner

@Suite struct StepEndingTests {
  private let panic = Verdict(.guestPanic, "trap")

  @Test func `a step that passed has passed, whatever follows`() {
    #expect(StepEnding(.passed("3"), nil, expected: .passed) == .passed(detail: "3"))
    #expect(StepEnding(.passed("3"), panic, expected: .passed) == .passed(detail: "3"))
    #expect(
      StepEnding(.interrupted, Verdict(.passed, "1 steps"), expected: .passed)
        == .passed(detail: ""))
  }

  @Test func `an end that nobody expects is a fault`() {
    let trap = StepEnding.failed(reason: "trap")
    #expect(StepEnding(.interrupted, panic, expected: .passed) == trap)
    #expect(StepEnding(.interrupted, panic, expected: ExpectedVerdict(kind: .hang)) == trap)
    let interrupted = Verdict(.interrupted, "stopped by the user")
    #expect(
      StepEnding(.interrupted, interrupted, expected: ExpectedVerdict(kind: .hang)).failure
        == "stopped by the user")
    #expect(StepEnding(.failed("no"), nil, expected: .passed) == .failed(reason: "no"))
  }

  @Test func `an end that the test expects is none`() {
    let ending = StepEnding(.interrupted, panic, expected: ExpectedVerdict(kind: .guestPanic))
    #expect(ending == .cutShort(reason: "trap"))
    #expect(ending.failure == nil)
    let wrong = Verdict(.failedExpectation, "dns: no")
    #expect(
      StepEnding(.failed("no"), wrong, expected: ExpectedVerdict(kind: .failedExpectation))
        == .cutShort(reason: "no"))
  }
}
