internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct CoverageBundleTests {
  /// A part of a suite of which one test was run.
  private func part(_ name: String, covered: Bool?) -> (name: String, file: ResultsFile) {
    var head = ResultsFile.Head()
    (head.names, head.notesCoverage) = (["x"], covered)
    var file = ResultsFile(head)
    file.results = [
      CaseResult(name: "x", verdict: Verdict(.passed, ""), duration: .zero, repeatCommand: "")
    ]
    return (name, file)
  }

  private func merge(_ parts: [(name: String, file: ResultsFile)]) -> [String] {
    CoverageBundle.merge(parts, packageRoot: "/nowhere") { _ in }
  }

  @Test func `a bundle lies beside the results`() {
    #expect(CoverageBundle(beside: "/a/part-1.jsonl").path == "/a/part-1.coverage")
    #expect(CoverageBundle(beside: "results").path == "results.coverage")
    #expect(!CoverageBundle(beside: "/nowhere/x").exists)
  }

  @Test func `who wants no coverage is not asked for any`() {
    #expect(merge([part("/nowhere/1.jsonl", covered: nil)]).isEmpty)
  }

  @Test func `a part without its bundle, or without coverage, is named`() {
    let parts = [part("/nowhere/1.jsonl", covered: true), part("/nowhere/2.jsonl", covered: nil)]
    #expect(
      merge(parts) == [
        "/nowhere/1.coverage is missing", "/nowhere/2.jsonl was run without --coverage",
      ])
  }

  @Test func `a bundle that is not whole is none`() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "1.coverage/tests.map")
    let problems = merge([part("\(folder.path)/1.jsonl", covered: true)])
    #expect(problems == ["\(folder.path)/1.coverage is not whole"])
  }
}
