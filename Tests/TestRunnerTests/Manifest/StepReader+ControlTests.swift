internal import Testing

@testable internal import TestRunner

@Suite struct StepReaderControlTests {
  private func manifest(_ text: String) throws -> Manifest {
    try ManifestReader.read("steps:\n  - \(text)", path: "test.yaml")
  }

  private func message(_ text: String) throws -> String {
    let error = try #require(throws: InvalidManifest.self) { _ = try manifest(text) }
    return try #require(error.problems.first).message
  }

  @Test func `reads pauses, events and reboots`() throws {
    #expect(try manifest("pause: 200ms").steps[0].action == .pause(.milliseconds(200)))
    #expect(try manifest("event: RESUME").steps[0].action == .event("RESUME"))
    #expect(try manifest("reboot: yes").steps[0].action == .reboot)
  }

  @Test func `reads loops and groups`() throws {
    let step = try manifest("repeat: {times: 3, steps: [ping: 1, parallel: [ping: 2, http: /]]}")
      .steps[0]
    guard case .loop(let loop) = step.action else {
      Issue.record("no loop")
      return
    }
    #expect(loop.count == 3)
    #expect(loop.steps.count == 2)
    #expect(step.all.count == 5)
    #expect(step.title == "3 times: ping 1; at the same time: ping 2; GET /")
  }

  @Test func `reads groups in which the link changes under a load`() throws {
    let step = try manifest(
      "parallel: [ping: 2, link: down, repeat: {times: 1, steps: [pause: 1s, run: x, link: up]}]"
    ).steps[0]
    #expect(step.all.count == 7)
  }

  @Test func `what happens within a loop happens as often as that`() throws {
    let text = "repeat: {times: 3, steps: [reboot: yes, repeat: {times: 2, steps: [power: reset]}]}"
    let manifest = try manifest(text)
    #expect(manifest.rebootCount == 3)
    #expect(manifest.resetCount == 6)
  }

  @Test(arguments: [
    ("repeat: {times: 2}", "“repeat” needs steps"),
    ("repeat: {steps: [ping: 1]}", "“times” is missing"),
    ("repeat: {times: 2, steps: [exit: 0]}", "“exit with status 0” cannot stand within a loop"),
    ("parallel: [ping: 1]", "“parallel” needs at least two steps"),
    (
      "parallel: [ping: 1, repeat: {times: 2, steps: [pause: 1s, reboot: yes]}]",
      "“reboot by the host” cannot be taken beside others; "
        + "ping, dns, run, http, upload, load, dhcp and debug can, "
        + "and link, tcp, udp, pause and repeat, one after the other"
    ),
    (
      "parallel: [link: down, link: up]",
      "“parallel” needs a step that programs beside the machine take"
    ),
    (
      "parallel: [debug: {commands: [bt], through: qemu}, pause: 1s]",
      "a debugger cannot tell a pause from its own doing"
    ),
    ("reboot: no", "“reboot: no” does nothing"),
    ("parallel: 3", "“parallel” must be a list, found “3”"),
  ])
  func `says what is wrong`(text: String, expected: String) throws {
    #expect(try message(text) == expected)
  }

  @Test func `steps cannot be nested without end`() throws {
    let deep =
      String(repeating: "repeat: {times: 1, steps: [", count: 200) + "ping: 1"
      + String(repeating: "]}", count: 200)
    let error = #expect(throws: InvalidManifest.self) { try manifest(deep) }
    #expect(error?.description.contains("steps are nested too deeply") == true)
  }
}
