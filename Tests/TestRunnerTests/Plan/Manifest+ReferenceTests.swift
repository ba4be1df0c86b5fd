internal import Testing

@testable internal import TestRunner

@Suite struct ManifestReferenceTests {
  private func read(_ text: String) throws -> Result<Manifest, RunFailure> {
    try ManifestReader.read(text, path: "test.yaml").forReference()
  }

  @Test func `steps about the kernel are marked, and the others stay`() throws {
    let manifest = try read(
      """
      reference: {command: serve, ready: up}
      offload: yes
      steps:
        - ping: 1
        - heap: balanced
        - repeat: {times: 2, steps: [ping: 2, console: x]}
        - repeat: {times: 2, steps: [console: x]}
        - run: "true"
      """
    ).get()
    #expect(manifest.reference?.line == "serve" && manifest.reference?.ready == "up")
    #expect(manifest.steps.map(\.isLeftOut) == [false, true, false, true, false])
    #expect(manifest.steps[1].title == "heap is balanced")
    #expect(manifest.steps[2].inner.count == 1)
    #expect(manifest.hasBadLink && !manifest.network.offersOffload)
  }

  @Test func `of what is repeated within a repetition the same is left`() throws {
    let manifest = try read(
      """
      reference: serve
      steps:
        - repeat:
            times: 2
            steps:
              - ping: 2
              - repeat: {times: 3, steps: [console: x, ping: 1]}
              - repeat: {times: 3, steps: [console: x, repeat: {times: 2, steps: [heap: balanced]}]}
      """
    ).get()
    let outer = try #require(manifest.steps.first)
    #expect(outer.inner.count == 2 && !outer.isLeftOut)
    #expect(outer.inner.last?.inner.map(\.title) == ["ping 1"])
    #expect(manifest.steps.flatMap(\.all).allSatisfy { !$0.isLeftOut })
  }

  @Test func `gdb has nothing to look at in Linux`() throws {
    let manifest = try read(
      """
      reference: serve
      tools: [gdb]
      steps:
        - ping: 1
        - debug: {commands: bt}
        - parallel: [ping: 1, debug: {commands: bt}]
      """
    ).get()
    #expect(manifest.steps.map(\.isLeftOut) == [false, true, true])
    #expect(
      manifest.steps[1].action
        == .leftOut(
          title: "debug with one command", reason: "it looks into the kernel"))
  }

  @Test(arguments: [
    ("steps: [ping: 1]", "names no"),
    ("reference: x\nsteps: [heap: balanced]", "no step"),
    ("reference: x\nexpect: guest-panic\nsteps: [ping: 1]", "expects guest-panic"),
    ("reference: x\ninterfaces: [{}]\nsteps: [ping: 1]", "one network card"),
  ])
  func `a test of which nothing is left is left out`(text: String, reason: String) throws {
    guard case .failure(let failure) = try read(text) else {
      Issue.record("it is taken")
      return
    }
    #expect(failure.verdict.kind == .leftOut && failure.verdict.reason.contains(reason))
  }
}
