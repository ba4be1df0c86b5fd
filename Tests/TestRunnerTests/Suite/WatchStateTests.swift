internal import Testing

@testable internal import TestRunner

@Suite struct WatchStateTests {
  private func result(_ name: String, _ kind: VerdictKind) -> CaseResult {
    CaseResult(name: name, verdict: Verdict(kind, "x"), duration: .zero, repeatCommand: "")
  }

  @Test func `what was not run again is as it was`() {
    var state = WatchState()
    state.take([result("a", .hang), result("b", .failedExpectation)], code: 14)
    #expect(state.exitCode == 14 && state.failedNames == ["a", "b"])
    state.take([result("a", .passed)], code: 0)
    #expect(state.exitCode == 1 && state.failedNames == ["b"])
    state.take([], code: 0)
    #expect(state.exitCode == 1)
    state.take([result("b", .passed)], code: 0)
    #expect(state.exitCode == 0 && state.failedNames.isEmpty)
  }

  @Test func `a report that found no room is no success, until it finds some`() {
    var state = WatchState()
    state.take([result("a", .passed)], code: VerdictKind.internalError.exitCode)
    #expect(state.exitCode == 70 && state.failedNames.isEmpty)
    state.take([result("a", .hang)], code: VerdictKind.internalError.exitCode)
    #expect(state.exitCode == 70)
    state.take([result("a", .passed)], code: 0)
    #expect(state.exitCode == 0)
  }

  @Test func `a round that was stopped between its tests has not passed`() {
    var state = WatchState()
    state.take([result("a", .passed)], code: VerdictKind.interrupted.exitCode)
    #expect(state.exitCode == 130 && state.wasInterrupted)
  }

  @Test func `one failure of several runs of a test is one`() {
    var state = WatchState()
    state.take([result("a", .hang), result("a", .passed)], code: 14)
    #expect(state.exitCode == 14)
  }

  @Test func `what is accepted does not fail`() {
    var flaky = result("a", .flaky)
    flaky.isTolerated = true
    var state = WatchState()
    state.take([flaky, result("b", .quarantined)], code: 0)
    #expect(state.exitCode == 0 && state.failedNames.isEmpty)
  }
}
