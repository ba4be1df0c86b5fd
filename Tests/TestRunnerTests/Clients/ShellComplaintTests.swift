internal import Testing

@testable internal import TestRunner

@Suite struct ShellComplaintTests {
  @Test(arguments: [
    ("sh: 1: socat: not found", "socat"),
    ("listening\nsh: 2: exec: socat: not found\n", "socat"),
    ("bash: line 1: wrk: command not found", "wrk"),
    ("/usr/bin/env: ‘python9’: No such file or directory", "python9"),
    ("env: 'python9': No such file or directory", "python9"),
    ("sh: 1: ./serve: not found", "./serve"),
  ])
  func `names the program`(text: String, name: String) {
    #expect(ShellComplaint.missingProgram(in: text) == name)
  }

  @Test(arguments: ["", "not found", "page: not found\nbye", "sh: 1: a b: not found", "sh: 1: x"])
  func `is not taken for one`(text: String) {
    #expect(ShellComplaint.missingProgram(in: text) == nil)
  }

  @Test func `whoever has not ended with the status is believed only as the runner's shell`() {
    #expect(ShellComplaint.missingProgram(in: "sh: 1: nsd: not found", isEnded: false) == "nsd")
    #expect(ShellComplaint.missingProgram(in: "nsd: key: not found", isEnded: false) == nil)
  }

  @Test func `the verdict says how to get it`() {
    let verdict = Verdict(shell: "sh: 2: exec: ab: not found\n")
    #expect(verdict.kind == .missingTool)
    #expect(verdict.reason == "not installed: ab")
    #expect(verdict.details == ["sudo apt-get install -y apache2-utils"])
    #expect(Verdict(shell: "what?\n") == Verdict(.missingTool, "what?"))
  }
}
