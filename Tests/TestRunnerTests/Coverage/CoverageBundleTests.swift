internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct CoverageBundleTests {
  /// A part of a suite of which one test was run, or left out.
  private func part(
    _ name: String, covered: Bool?, isRun: Bool = true
  ) -> (name: String, file: ResultsFile) {
    var head = ResultsFile.Head()
    (head.names, head.notesCoverage) = (["x"], covered)
    var file = ResultsFile(head)
    var result = CaseResult(
      name: "x", verdict: Verdict(isRun ? .passed : .leftOut, ""), duration: .zero,
      repeatCommand: "")
    if isRun { result.runFolder = "/nowhere/runs/x" }
    file.results = [result]
    return (name, file)
  }

  private func merge(_ parts: [(name: String, file: ResultsFile)]) -> [String] {
    CoverageBundle.merge(parts, packageRoot: "/nowhere") { _ in }
  }

  @Test func `a bundle lies beside the results`() {
    #expect(CoverageBundle(beside: "/a/part-1.jsonl").path == "/a/part-1.coverage")
    #expect(CoverageBundle(beside: "results").path == "results.coverage")
    #expect(!CoverageBundle(beside: "/nowhere/x").exists)
    #expect(CoverageBundle(beside: "a.jsonl").paths == ["a.coverage", "a.coverage.new"])
  }

  @Test func `who wants no coverage is not asked for any`() {
    #expect(merge([part("/nowhere/1.jsonl", covered: nil)]).isEmpty)
  }

  @Test func `a part that has started no guest has no bundle`() {
    let rest = part("/nowhere/2.jsonl", covered: true, isRun: false)
    #expect(merge([rest]).isEmpty)
    let run = part("/nowhere/1.jsonl", covered: true)
    #expect(merge([run, rest]) == ["/nowhere/1.coverage is missing"])
  }

  @Test func `a part without its bundle, or without coverage, is named`() {
    let parts = [part("/nowhere/1.jsonl", covered: true), part("/nowhere/2.jsonl", covered: nil)]
    #expect(
      merge(parts) == [
        "/nowhere/1.coverage is missing", "/nowhere/2.jsonl was run without --coverage",
      ])
  }

  @Test func `a bundle is there when it is whole, and not before`() throws {
    let folder = try TemporaryFolder()
    let bundle = CoverageBundle(beside: "\(folder.path)/1.jsonl")
    let tools = CoverageTools(folder: "\(folder.path)/made")
    try folder.write("1", to: "counters")
    func write(_ images: [String]) throws(CoverageTools.Failure) {
      try bundle.write(
        counters: "\(folder.path)/counters", images: images, CoverageMap(), by: tools)
    }
    // What an earlier run was killed over.
    try folder.write("0", to: "1.coverage.new/images/of-others")
    try write(["/bin/true"])
    #expect(try bundle.images().map(\.name) == ["bin-true"])
    // It cannot be replaced, and is no longer what this run would leave.
    #expect(throws: CoverageTools.Failure.self) { try write(["/bin/true", "/nowhere/image"]) }
    #expect(Folder.names(in: folder.path) == ["counters", "made"])
  }

  @Test func `a bundle that is not whole is none`() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "1.coverage/tests.map")
    let problems = merge([part("\(folder.path)/1.jsonl", covered: true)])
    #expect(problems == ["\(folder.path)/1.coverage is not whole"])
  }

  @Test func `who stops merge is not told of a tool that failed`() throws {
    let folder = try TemporaryFolder()
    for name in ["tests.map", "counters.profdata", "images/x"] {
      try folder.write("nothing", to: "1.coverage/\(name)")
    }
    let part = part("\(folder.path)/1.jsonl", covered: true)
    for (count, problem) in [(0, "coverage: stopped by"), (9, "llvm-profdata merge failed")] {
      var rest = count
      let isStopped = {
        rest -= 1
        return rest < 0
      }
      let problems = CoverageBundle.merge(
        [part], packageRoot: folder.path, isStopped: isStopped, note: { _ in })
      #expect(problems.count == 1 && problems[0].hasPrefix(problem))
    }
  }
}
