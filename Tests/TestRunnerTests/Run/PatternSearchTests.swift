internal import Testing

@testable internal import TestRunner

@Suite struct PatternSearchTests {
  /// What takes some seconds where it fits nothing, and twice as long for each further letter: the
  /// thread that is left behind is not to be in the way of other tests.
  private let endless = "(a|a)*b"
  private let text = String(repeating: "a", count: 18)

  @Test func `finds the first text that matches somewhere`() {
    let limit = ContinuousClock.now + .seconds(30)
    #expect(PatternSearch.first("b+", in: ["a", "abc", "b"], until: limit) == .found(1))
    #expect(PatternSearch.first("^b", in: ["a", "abc"], until: limit) == .absent)
    #expect(PatternSearch.first(".", in: [], until: limit) == .absent)
    #expect(PatternSearch.first("(", in: ["("], until: limit) == .absent)
  }

  @Test func `gives up an expression that takes for ever when its time is over`() {
    let limit = ContinuousClock.now + .milliseconds(50)
    #expect(PatternSearch.first(endless, in: [text], until: limit) == .late)
  }

  @Test func `gives it up when somebody stops the run`() {
    let limit = ContinuousClock.now + .seconds(600)
    #expect(PatternSearch.first(endless, in: [text], until: limit) { true } == .stopped)
  }
}
