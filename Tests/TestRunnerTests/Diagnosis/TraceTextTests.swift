internal import Testing

@testable internal import TestRunner

@Suite struct TraceTextTests {
  private let text = TraceText(packageRoot: "/p", serviceFolder: "/p/IntegrationTests/x") { path in
    path.hasSuffix("Service.swift") ? "one\ntwo\n  three()\nfour\nfive\nsix" : nil
  }

  @Test func `shows functions, places and the source of the innermost in the service`() {
    let frames = [
      TraceFrame(function: "trap()", file: "/swift/Array.swift", line: 9, isInlined: true),
      TraceFrame(
        function: "X.run()", file: "/p/IntegrationTests/x/Service.swift", line: 3, column: 3),
      TraceFrame(function: "main", file: "/p/Sources/Kernel/Image/Start.swift"),
      TraceFrame(function: "0xffff"),
    ]
    #expect(
      text.lines(frames) == [
        "    trap() (inlined)  /swift/Array.swift:9",
        "#0  X.run()  IntegrationTests/x/Service.swift:3",
        "        1 │ one",
        "        2 │ two",
        "      > 3 │   three()",
        "          │   ^",
        "        4 │ four",
        "        5 │ five",
        "#1  main  Sources/Kernel/Image/Start.swift",
        "#2  0xffff",
      ])
  }

  @Test func `does without sources`() {
    let frames = [TraceFrame(function: "f", file: "/gone.swift", line: 3)]
    #expect(text.lines(frames) == ["#0  f  /gone.swift:3"])
    #expect(text.lines([]).isEmpty)
  }

  @Test func `a reason names the check and its place`() {
    let failure = TraceFrame(
      function: "Swift runtime failure: Index out of range", line: 1, isInlined: true)
    let place = TraceFrame(function: "X.run()", line: 3)
    #expect(
      TraceText.reason("trap: a check failed", [failure, place])
        == "trap: Index out of range, in X.run()")
    #expect(TraceText.reason("trap: a check failed", [place]) == "trap: a check failed, in X.run()")
    #expect(TraceText.reason("trap", [TraceFrame(function: "0x10")]) == "trap")
    #expect(TraceText.reason("trap", []) == "trap")
  }
}
