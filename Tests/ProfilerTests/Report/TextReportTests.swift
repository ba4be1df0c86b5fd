internal import Profiler
internal import TestSupport
internal import Testing

@Suite struct TextReportTests {
  private let report = TextReport(SampleProfiles.service)

  private func check(_ lines: [String], _ name: String) throws {
    let text = lines.joined(separator: "\n") + "\n"
    #expect(text == (try Fixtures().expected("reports/\(name).txt", for: text)))
  }

  @Test func `shows the top functions`() throws {
    try check(report.top(4), "top")
    try check(report.top(4, byTotal: true), "top-total")
  }

  @Test func `shows the tree`() throws {
    try check(report.tree(least: 0.01), "tree")
    try check(report.tree(least: 0.1, .fromLeaf), "tree-inverted")
  }

  @Test func `shows callers and callees`() throws {
    try check(report.callers(of: try NamePattern("sum"), least: 0), "callers")
    try check(report.callees(of: try NamePattern("^DNS"), least: 0), "callees")
    #expect(
      report.callers(of: try NamePattern("nothing"), least: 0) == [
        "no sample has such a function on its stack"
      ])
  }

  @Test func `takes any number for how much to show`() {
    #expect(report.top(-1).count == 2 && report.top(0) == report.top(-1))
    #expect(report.tree(least: 1e20) == report.tree(least: 2))
    #expect(report.tree(least: -1) == report.tree(least: 0))
  }

  @Test func `survives an empty profile`() {
    let empty = TextReport(Profile(header: SampleProfiles.header))
    #expect(empty.top(3).count == 1)
    #expect(empty.tree(least: 0).count == 1)
  }
}
