internal import TestSupport
internal import Testing

@testable internal import TestRunner

/// What is said of reports that cannot be made; `Tools/ci/coverage` makes real ones.
@Suite struct CoverageReportTests {
  @Test func `where no guest has left counters, that is what is wrong`() {
    let none: [CoverageReport.Covered] = []
    let problems = CoverageReport(packageRoot: "/nowhere").make(of: none) { _ in }
    #expect(problems == ["coverage: no guest has left any counters"])
  }

  @Test func `of tests that are run again the last run counts`() {
    func result(_ name: String, _ profile: String?) -> CaseResult {
      var result = CaseResult(
        name: name, verdict: Verdict(.passed, ""), duration: .zero, repeatCommand: "")
      result.coverage = profile.map { CoveredRun(profile: $0, image: "i") }
      return result
    }
    let earlier = [result("a", "1"), result("b", "2"), result("c", nil), result("d", "3")]
    let results = [result("b", "4"), result("d", nil)]
    #expect(CoverageReport.runs(of: results).map(\.run.profile) == ["4"])
    #expect(CoverageReport.runs(of: earlier, without: results).map(\.test) == ["a"])
  }

  @Test func `a tool that fails is what is wrong`() throws {
    let folder = try TemporaryFolder()
    try folder.write("no counters", to: "a.profraw")
    let run = CoveredRun(profile: "\(folder.path)/a.profraw", image: "\(folder.path)/a")
    var notes: [String] = []
    let problems = CoverageReport(packageRoot: folder.path).make(of: [("a", run)]) {
      notes.append($0)
    }
    #expect(problems.count == 1 && notes.isEmpty)
    #expect(problems.first?.hasPrefix("coverage: llvm-profdata merge failed: ") == true)
  }

  @Test func `who stops the reports keeps no bundle of an earlier run`() throws {
    let folder = try TemporaryFolder()
    let bundle = CoverageBundle(beside: "\(folder.path)/1.jsonl")
    let run = CoveredRun(profile: "\(folder.path)/a.profraw", image: "\(folder.path)/a")
    for runs in [[], [("a", run)]] as [[CoverageReport.Covered]] {
      try folder.write("", to: "1.coverage/tests.map")
      let report = CoverageReport(packageRoot: folder.path, isStopped: { true })
      _ = report.make(of: runs, into: bundle) { _ in }
      #expect(!bundle.exists)
    }
  }

  @Test func `a tool that the user has stopped has not failed, and no other is started`() throws {
    let folder = try TemporaryFolder()
    try folder.write("no counters", to: "a.profraw")
    let run = CoveredRun(profile: "\(folder.path)/a.profraw", image: "\(folder.path)/a")
    var askedCount = 0
    let report = CoverageReport(
      packageRoot: folder.path,
      isStopped: {
        askedCount += 1
        return askedCount > 1
      })
    let problems = report.make(of: [("a", run)]) { _ in }
    #expect(problems == ["coverage: stopped by the user, before all was made"])
    #expect(!Folder.exists(report.folder), "the first tool would have made it")
  }
}
