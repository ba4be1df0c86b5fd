internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct CountBaselineTests {
  private func read(_ text: String) throws -> CountBaseline {
    try CountBaseline(parsing: text, path: "baseline.yaml")
  }

  @Test func `what is written is read again`() throws {
    var baseline = CountBaseline()
    baseline["hello on pc", "start"] = 1_051_497
    baseline["dns", "query"] = 3795
    #expect(try read(baseline.text) == baseline)
    #expect(baseline.text.hasSuffix("dns:\n  query: 3795\nhello on pc:\n  start: 1051497\n"))
    #expect(try read(CountBaseline().text) == CountBaseline())
  }

  @Test(arguments: ["dns: 3", "- dns", "dns: {query: x}", "dns: {query: -1}", "a: {b: 1", "text"])
  func `what makes no sense is refused`(text: String) {
    #expect(throws: InvalidManifest.self) { _ = try read(text) }
  }

  @Test func `a test's counts replace its own and no others`() throws {
    let folder = try TemporaryFolder()
    let service = ServiceFolder(path: "\(folder.path)/IntegrationTests/a", packageRoot: folder.path)
    try folder.write("a: {old: 1}\nb: {kept: 2}\n", to: "IntegrationTests/baseline.yaml")
    let path = "\(folder.path)/IntegrationTests/baseline.yaml"
    let (written, problems) = CountBaseline.update(
      [(service: service, test: "a", counts: ["new": 3])], packageRoot: folder.path)
    #expect(written == [path] && problems.isEmpty)
    let baseline = try CountBaseline.read(for: service, packageRoot: folder.path)
    #expect(baseline["a", "new"] == 3 && baseline["a", "old"] == nil)
    #expect(baseline["b", "kept"] == 2)
  }

  @Test func `a file that makes no sense is not written over`() throws {
    let folder = try TemporaryFolder()
    let service = ServiceFolder(path: "\(folder.path)/x", packageRoot: "/nowhere")
    try folder.write("<<<<<<< ours", to: "x/baseline.yaml")
    let found = [(service: service, test: "x", counts: ["new": 3])]
    let (written, problems) = CountBaseline.update(found, packageRoot: folder.path)
    #expect(written.isEmpty)
    let problem = try #require(problems.first)
    #expect(problem.hasPrefix("the baseline makes no sense, and is as it was: "))
    #expect(problem.contains("\(folder.path)/x/baseline.yaml:1:"))
    #expect(Folder.readText("\(folder.path)/x/baseline.yaml") == "<<<<<<< ours")
  }

  @Test func `a file that cannot be written is told of`() throws {
    let folder = try TemporaryFolder()
    let gone = ServiceFolder(path: "\(folder.path)/gone", packageRoot: "/nowhere")
    let found = [(service: gone, test: "x", counts: ["new": 3])]
    let (written, problems) = CountBaseline.update(found, packageRoot: folder.path)
    #expect(written.isEmpty)
    let path = "\(folder.path)/gone/baseline.yaml"
    #expect(problems == ["the baseline cannot be written: \(path): No such file or directory"])
    // What cannot be read is not taken for a file that is not there.
    try folder.write("", to: "gone/baseline.yaml/file")
    let again = CountBaseline.update(found, packageRoot: folder.path).problems
    #expect(again == ["the baseline cannot be read: \(path): Is a directory"])
  }
}
