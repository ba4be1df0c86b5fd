internal import Testing

@testable internal import Symbols

@Suite struct SourceSnippetTests {
  private func snippet(line: Int, column: Int = 0, margin: Int = 1, _ text: String) -> [String]? {
    let location = SourceLocation(file: "file", line: line, column: column)
    return SourceSnippet(at: location, margin: margin, in: Array(text.utf8))?.text
  }

  @Test func `shows a line and its neighbours`() {
    #expect(
      snippet(line: 2, column: 3, "one\n  two\nthree\nfour\n")
        == ["  1 │ one", "> 2 │   two", "    │   ^", "  3 │ three"])
  }

  @Test func `stops where the file does`() {
    #expect(snippet(line: 1, "one\ntwo\n") == ["> 1 │ one", "  2 │ two"])
    #expect(snippet(line: 2, "one\ntwo\n") == ["  1 │ one", "> 2 │ two"])
    #expect(snippet(line: 1, margin: .max, "one") == ["> 1 │ one"])
  }

  @Test(arguments: [0, -1, 3, Int.max]) func `refuses a line that is not there`(line: Int) {
    #expect(snippet(line: line, "one\ntwo\n") == nil)
  }

  @Test func `aligns numbers of different lengths`() {
    let text = String(repeating: "x\n", count: 12)
    #expect(snippet(line: 9, text) == ["   8 │ x", ">  9 │ x", "  10 │ x"])
  }

  @Test func `marks the character, not the byte`() {
    #expect(
      snippet(line: 1, column: 5, margin: 0, "\u{e9}\u{e9}x") == [
        "> 1 │ \u{e9}\u{e9}x", "    │   ^",
      ])
    #expect(snippet(line: 1, column: 99, margin: 0, "x") == ["> 1 │ x"])
  }

  @Test func `keeps control characters from the terminal`() {
    #expect(snippet(line: 1, margin: 0, "\ta\u{1b}[2Jb\r\n") == ["> 1 │  a [2Jb"])
  }

  @Test func `reads a file, if it can`() throws {
    let here = SourceLocation(file: #filePath, line: 1, column: 1)
    #expect(SourceSnippet(at: here)?.lines.first == "internal import Testing")
    #expect(SourceSnippet(at: SourceLocation(file: "/nonexistent", line: 1, column: 1)) == nil)
    #expect(SourceSnippet(at: SourceLocation(file: "/dev/zero", line: 1, column: 1)) == nil)
  }
}
