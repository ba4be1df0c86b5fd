internal import Machine
internal import Testing

@testable internal import TestRunner

@Suite struct ReferenceEndTests {
  private func verdict(_ status: Int32, _ words: String, _ output: [String] = []) -> Verdict {
    ReferenceEnd(status: .exited(status), words: words, output: output).verdict
  }

  @Test func `a program that is missing is named, with what installs it`() {
    let text = "reference: the program ended: exit status 127: sh: 2: exec: socat: not found\n"
    let verdict = verdict(127, text)
    #expect(verdict.kind == .missingTool)
    #expect(verdict.reason == "not installed: socat")
    #expect(verdict.details == ["sudo apt-get install -y socat"])
  }

  @Test func `a program that ends is no fault of QEMU`() {
    let text = "reference: the program ended: exit status 2: port in use\n"
    let verdict = verdict(1, text, ["starting", "port in use"])
    #expect(verdict.kind == .exitedEarly)
    #expect(verdict.reason == "the reference: the program ended: exit status 2: port in use")
    #expect(verdict.details == ["starting", "port in use"])
  }

  @Test func `what cannot play at all is the runner's own fault`() {
    let verdict = verdict(70, "reference: no TAP\n")
    #expect(
      verdict == Verdict(.internalError, "the reference ended by exit status 70: no TAP"))
    let killed = ReferenceEnd(status: .signalled(9), words: "").verdict
    #expect(killed == Verdict(.internalError, "the reference ended by signal 9 (Killed)"))
  }
}
