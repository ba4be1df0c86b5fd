internal import Testing

@testable internal import TestRunner

@Suite struct DebugStepTests {
  private static let output = """
    (gdb) break add
    Breakpoint 1 at 0x100: file Service.swift, line 3.
    (gdb) continue
    Breakpoint 1, add (n=7)\u{20}
    (gdb) print n

    $1 = 7
    """

  private func problems(
    _ adjust: (inout DebugStep) -> Void, of output: String = Self.output
  ) -> [String] {
    var step = DebugStep(commands: ["bt"])
    adjust(&step)
    return step.mismatches(output, by: matches)
  }

  @Test func `what is expected and there is no fault`() {
    #expect(problems { _ in }.isEmpty)
    #expect(problems { $0.texts = ["Breakpoint 1, add", "$1 = 7"] }.isEmpty)
    #expect(problems { $0.patterns = ["(?m)^\\$\\d = 7$", "line \\d\\."] }.isEmpty)
    #expect(problems { $0.lines = ["Breakpoint 1, add (n=7)", "$1 = 7"] }.isEmpty)
    #expect(problems { $0.absentPatterns = ["(?i)warning"] }.isEmpty)
    let torn = Self.output.replacing("\n", with: "\r\n")
    #expect(problems({ $0.lines = ["$1 = 7"] }, of: torn).isEmpty)
  }

  @Test func `each thing that is not so is named`() {
    #expect(problems { $0.texts = ["zz", "$1"] } == ["gdb did not print “zz”"])
    #expect(problems { $0.patterns = ["y+"] } == ["nothing matches /y+/"])
    #expect(problems { $0.absentPatterns = ["\\d"] } == ["/\\d/ matches"])
    let order = problems { $0.lines = ["$1 = 7", "Breakpoint 1, add (n=7)"] }
    #expect(order.count == 1 && order[0].contains("“Breakpoint 1, add (n=7)”"))
    #expect(problems { $0.lines = ["$1 = 7", "$1 = 7"] }.count == 1)
    #expect(problems { $0.lines = ["$1"] }.count == 1)
  }

  @Test func `a command that is repeated is no output`() {
    #expect(problems { $0.texts = ["print n"] }.count == 1)
    #expect(problems { $0.lines = ["(gdb) continue"] }.count == 1)
    #expect(problems { $0.absentPatterns = ["continue"] }.isEmpty)
  }

  @Test func `output without end is refused unread`() {
    let much = String(repeating: "x", count: DebugStep.maximumByteCount + 1)
    #expect(problems({ $0.texts = ["x"] }, of: much) == ["gdb printed more than 1048576 bytes"])
  }

  @Test func `a script ends at an error, unless errors are allowed`() {
    var step = DebugStep(commands: ["echo a\\n", "commands\nbt\nend"])
    let head = "set width 0\nset height 0\nset style enabled off\nsource /r/gdb\n"
    let parts = [
      "echo (gdb) echo a\\\\n\\n\necho a\\n\n", "echo (gdb) commands …\\n\ncommands\nbt\nend\n",
    ]
    #expect(step.scripts(connection: "/r/gdb") == [head + parts.joined()])
    step.goesOnAfterErrors = true
    #expect(step.scripts(connection: "/r/gdb") == [head] + parts)
    step = DebugStep(commands: ["look.gdb"])
    step.isFile = true
    #expect(step.scripts(connection: "/r/gdb")[0].hasSuffix("\\n\nsource look.gdb\n"))
  }
}
