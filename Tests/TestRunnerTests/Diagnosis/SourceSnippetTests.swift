internal import Testing

@testable internal import TestRunner

@Suite struct SourceSnippetTests {
  private let text = (1...11).map { "line \($0)" }.joined(separator: "\n")

  @Test func `marks the line and aligns the numbers`() {
    #expect(
      SourceSnippet.lines(of: text, line: 9, margin: 1) == [
        "   8 │ line 8", ">  9 │ line 9", "  10 │ line 10",
      ])
  }

  @Test func `stays within the file`() {
    #expect(SourceSnippet.lines(of: text, line: 1, margin: 1).count == 2)
    #expect(SourceSnippet.lines(of: text, line: 11, margin: 1).count == 2)
    #expect(SourceSnippet.lines(of: text, line: 12).isEmpty)
    #expect(SourceSnippet.lines(of: text, line: 0).isEmpty)
  }

  @Test func `points at the column, under tabs too`() {
    #expect(
      SourceSnippet.lines(of: "\ta b", line: 1, column: 4) == ["> 1 │ \ta b", "    │ \t  ^"])
  }
}
