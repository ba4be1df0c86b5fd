internal import Symbols
internal import Testing

@Suite struct SourceLocationTests {
  @Test func `reads as compilers write it`() {
    #expect("\(SourceLocation(file: "/a/b.swift", line: 3, column: 9))" == "/a/b.swift:3:9")
    #expect("\(SourceLocation(file: "start.S", line: 3, column: 0))" == "start.S:3")
  }
}
