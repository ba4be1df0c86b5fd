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

  @Test func `what cannot be run is no success until it can, or nobody needs it any more`() {
    var state = WatchState()
    state.take([result("a", .passed)], code: VerdictKind.internalError.exitCode)
    state.refuse(code: 2)
    #expect(state.exitCode == 70 && state.failedNames.isEmpty)
    state.take([result("a", .passed)], code: 0)
    #expect(state.exitCode == 0)
    state.refuse(code: 2)
    #expect(state.exitCode == 2)
    state.pass()
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

  @Test func `the latest result of every test is kept, in its place`() {
    var state = WatchState()
    state.take([result("a", .hang), result("b", .passed), result("c", .passed)], code: 14)
    state.take([result("d", .passed), result("a", .passed)], code: 0)
    #expect(state.results.map(\.name) == ["a", "b", "c", "d"])
    #expect(state.results.allSatisfy { $0.verdict.kind == .passed } && state.exitCode == 0)
    state.keep(only: ["a", "d"])
    #expect(state.names == ["a", "d"])
  }

  @Test func `a test that is gone fails nobody`() {
    var state = WatchState()
    state.take([result("a", .hang), result("b", .passed)], code: 14)
    #expect(!state.hasUntold)
    state.keep(only: ["b"])
    #expect(state.hasUntold && state.exitCode == 0 && state.failedNames.isEmpty)
  }

  @Test func `a test that is gone waits for the reports that leave it out`() {
    var state = WatchState()
    state.take([result("a", .hang), result("b", .passed)], code: 14)
    state.keep(only: ["b"])
    // A list that makes no sense just now keeps them from being written.
    state.refuse(code: 2)
    state.keep(only: ["b", "c"])
    #expect(state.hasUntold)
    state.take([], code: 0)
    #expect(!state.hasUntold && state.exitCode == 0)
    state.keep(only: ["b", "c"])
    #expect(!state.hasUntold)
  }

  @Test func `of a test that ran several times all results are replaced`() {
    func run(_ number: Int, _ kind: VerdictKind) -> CaseResult {
      var result = result("a (run \(number))", kind)
      result.plainName = "a"
      return result
    }
    var state = WatchState()
    state.take([run(1, .passed), result("b", .passed), run(2, .hang)], code: 14)
    state.take([run(2, .passed), run(1, .passed)], code: 0)
    #expect(state.results.map(\.name) == ["a (run 2)", "a (run 1)", "b"])
    #expect(state.names == ["a", "b"])
  }

  @Test func `what is accepted does not fail`() {
    var flaky = result("a", .flaky)
    flaky.isTolerated = true
    var state = WatchState()
    state.take([flaky, result("b", .quarantined)], code: 0)
    #expect(state.exitCode == 0 && state.failedNames.isEmpty)
  }
}
