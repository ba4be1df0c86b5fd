internal import Testing

@testable internal import TestRunner

@Suite struct SuiteSummaryTests {
  private func lines(_ kinds: [VerdictKind], planned: Int? = nil) -> [String] {
    let results = kinds.enumerated().map { index, kind in
      CaseResult(
        name: "t\(index)", verdict: Verdict(kind, "reason"), duration: .seconds(1),
        repeatCommand: "again")
    }
    let style = ConsoleStyle(isColored: false, isInteractive: false)
    return SuiteSummary(results, caseCount: planned ?? kinds.count, style: style)
      .lines(after: .seconds(2))
  }

  @Test func `counts every kind of end`() {
    #expect(lines([.passed, .passed]).last == "2 passed, 0 failed in 2.00 s")
    #expect(
      lines([.passed, .hang, .flaky, .quarantined, .unexpectedPass], planned: 9).last
        == "1 passed, 1 quarantined, 1 flaky, 2 failed, 4 not run in 2.00 s")
  }

  @Test func `failures come last, with what repeats them`() {
    let lines = lines([.hang, .passed, .quarantined])
    #expect(lines[1] == "~ t2  reason")
    #expect(lines[2...4] == ["✗ t0  hang", "    reason", "    again  again"])
  }
}
