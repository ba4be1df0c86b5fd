internal import Machine
internal import Testing

@testable internal import TestRunner

@Suite struct TestSessionEventsTests {
  private func shutdown(_ name: String, _ data: [String: JSONValue]) -> Observation.Shutdown? {
    Observation.Shutdown(QMPEvent(name: name, data: .object(data)))
  }

  @Test func `knows the guest's doing`() {
    #expect(shutdown("SHUTDOWN", ["reason": .string("guest-reset")]) == .reset)
    #expect(shutdown("SHUTDOWN", ["reason": .string("guest-shutdown")]) == .powerOff)
    #expect(shutdown("SHUTDOWN", ["reason": .string("guest-panic")]) == .panicDevice)
    #expect(shutdown("RESET", ["guest": .bool(true)]) == .reset)
    #expect(shutdown("GUEST_PANICKED", [:]) == .panicDevice)
  }

  @Test func `ignores what is no end, or the host's doing`() {
    #expect(shutdown("SHUTDOWN", ["reason": .string("host-qmp-quit")]) == nil)
    #expect(shutdown("RESET", ["guest": .bool(false)]) == nil)
    #expect(shutdown("STOP", [:]) == nil)
    #expect(shutdown("SHUTDOWN", [:]) == nil)
  }
}
