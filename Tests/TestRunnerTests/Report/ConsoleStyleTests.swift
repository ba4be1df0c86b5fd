internal import TestRunner
internal import Testing

@Suite struct ConsoleStyleTests {
  private func style(_ isTerminal: Bool, _ environment: [String: String]) -> ConsoleStyle {
    ConsoleStyle(isTerminal: isTerminal) { environment[$0] }
  }

  @Test func `a terminal has colours, a pipe has none`() {
    #expect(style(true, [:]) == ConsoleStyle(isColored: true, isInteractive: true))
    #expect(style(false, [:]) == ConsoleStyle(isColored: false, isInteractive: false))
  }

  @Test func `the environment can take them away`() {
    #expect(!style(true, ["NO_COLOR": "1"]).isColored)
    #expect(style(true, ["NO_COLOR": "1"]).isInteractive)
    #expect(style(true, ["NO_COLOR": ""]).isColored)
    #expect(
      style(true, ["TERM": "dumb"]) == ConsoleStyle(isColored: false, isInteractive: false))
  }
}
