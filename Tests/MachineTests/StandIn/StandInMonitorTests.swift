internal import Testing

@testable internal import Machine

@Suite struct StandInMonitorTests {
  private func answers(_ lines: String...) -> [StandInMonitor.Action] {
    var monitor = StandInMonitor()
    return monitor.take(Array(lines.map { $0 + "\n" }.joined().utf8))
  }

  @Test func `the guest begins when it may`() {
    let actions = answers(
      #"{"execute":"qmp_capabilities","id":1}"#, #"{"execute":"cont","id":2}"#)
    #expect(actions.count == 3 && actions.last == .begin)
    guard case .say(let value) = actions[1] else { return }
    #expect(value["id"]?.integer == 2)
  }

  @Test func `what it does not have it says`() {
    guard case .say(let value) = answers(#"{"execute":"system_reset","id":7}"#).first else {
      Issue.record("no answer")
      return
    }
    #expect(value["error"]?["class"]?.string == "CommandNotFound" && value["id"]?.integer == 7)
  }

  @Test func `the link goes down and comes back`() {
    var monitor = StandInMonitor()
    let cut = #"{"execute":"set_link","arguments":{"name":"link","up":false},"id":1}"# + "\n"
    _ = monitor.take(Array(cut.utf8))
    #expect(!monitor.isLinkUp)
    _ = monitor.take(Array(cut.replacing("false", with: "true").utf8))
    #expect(monitor.isLinkUp)
  }

  @Test func `its processors are at rest`() throws {
    let command = #"{"execute":"human-monitor-command","id":1}"#
    guard case .say(let value) = answers(command).first else { return }
    let states = ProcessorState.parse(value["return"]?.string ?? "")
    #expect(states.count == 1 && states[0].isHalted && states[0].acceptsInterrupts)
  }

  @Test func `noise is nothing`() {
    #expect(answers("{{{", "", "[]").allSatisfy { if case .say = $0 { true } else { false } })
    #expect(answers(#"{"execute":"quit","id":1}"#).last == .end)
  }

  @Test func `sockets that wait are seen`() {
    let head = "  sl  local_address rem_address   st tx_queue\n"
    let waiting = "   0: 00000000:0007 00000000:0000 07 00000000:00000000\n"
    #expect(StandInMonitor.listsWaiting(head + waiting, isStream: false))
    #expect(!StandInMonitor.listsWaiting(head, isStream: false))
    #expect(!StandInMonitor.listsWaiting(head + waiting, isStream: true))
    let listening = waiting.replacing(" 07 ", with: " 0A ")
    #expect(StandInMonitor.listsWaiting(head + listening, isStream: true))
  }
}
