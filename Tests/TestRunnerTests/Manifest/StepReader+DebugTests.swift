internal import Testing

@testable internal import TestRunner

@Suite struct StepReaderDebugTests {
  private func read(_ text: String, tools: String = "[gdb]") throws(InvalidManifest) -> Manifest {
    try ManifestReader.read("tools: \(tools)\nsteps:\n  - debug: \(text)\n", path: "test.yaml")
  }

  @Test func `commands are a list, or a text of several lines`() throws {
    let list = try read("{commands: [break add, continue, bt], contains: start}")
    var step = DebugStep(commands: ["break add", "continue", "bt"])
    step.texts = ["start"]
    #expect(list.steps.map(\.action) == [.debug(step)])
    #expect(list.steps[0].title == "debug with 3 commands")
    let text = try read("\n      commands: |\n        break add\n        continue")
    #expect(text.steps.map(\.action) == [.debug(DebugStep(commands: ["break add\ncontinue\n"]))])
  }

  @Test func `everything that can be expected is read`() throws {
    let text = """
      {file: look.gdb, through: qemu, errors: allowed, contains: [a, b], matches: 'x+',
      lines: [one, two], absent: ['(?i)warning']}
      """
    let manifest = try read(text.replacing("\n", with: " "), tools: "[]")
    var step = DebugStep(commands: ["look.gdb"])
    (step.isFile, step.stub, step.goesOnAfterErrors) = (true, .qemu, true)
    (step.texts, step.patterns, step.lines) = (["a", "b"], ["x+"], ["one", "two"])
    step.absentPatterns = ["(?i)warning"]
    #expect(manifest.steps.map(\.action) == [.debug(step)])
    #expect(manifest.steps[0].title == "debug through QEMU look.gdb")
    #expect(manifest.clients == ["gdb"])
  }

  @Test(arguments: [
    "bt", "{}", "{commands: []}", "{commands: bt, file: a}", "{commands: bt, matches: '('}",
    "{commands: bt, errors: allowed}", "{commands: bt, errors: maybe}", "{commands: bt, output: a}",
    "{commands: bt, through: kvm}", "{file: [a]}",
  ])
  func `what makes no sense is refused`(text: String) {
    #expect(throws: InvalidManifest.self) { try read(text) }
  }

  @Test func `the kernel's stub must be linked, wherever the step stands`() {
    let words = "needs “tools: [gdb]”"
    for step in ["debug: {commands: bt}", "repeat: {times: 2, steps: [debug: {commands: bt}]}"] {
      let error = #expect(throws: InvalidManifest.self) {
        try ManifestReader.read("steps: [\(step)]", path: "test.yaml")
      }
      #expect(error?.problems.count == 1 && error?.problems[0].message.contains(words) == true)
    }
  }

  @Test func `a guest has one debugger at a time, and others may work beside it`() throws {
    let one = "tools: [gdb]\nsteps: [parallel: [debug: {commands: bt}, ping: 3]]"
    #expect(try ManifestReader.read(one, path: "").steps[0].needsStub)
    let two = "tools: [gdb]\nsteps: [parallel: [debug: {commands: bt}, debug: {commands: bt}]]"
    #expect(throws: InvalidManifest.self) { try ManifestReader.read(two, path: "") }
  }
}
