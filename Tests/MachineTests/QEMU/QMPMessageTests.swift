internal import Testing

@testable internal import Machine

@Suite struct QMPMessageTests {
  private func parse(_ text: String) throws -> QMPMessage {
    try QMPMessage(parsing: Array(text.utf8))
  }

  @Test func `reads the greeting`() throws {
    let line = #"{"QMP": {"version": {"qemu": {"micro": 22}}, "capabilities": ["oob"]}}"#
    #expect(try parse(line) == .greeting)
  }

  @Test func `reads an answer`() throws {
    let line = #"{"return": {"status": "running"}, "id": 4}"#
    #expect(try parse(line) == .reply(command: 4, result: .object(["status": .string("running")])))
  }

  @Test func `reads a refusal`() throws {
    let line = #"{"id": 2, "error": {"class": "CommandNotFound", "desc": "no such"}}"#
    #expect(try parse(line) == .failure(command: 2, reason: "no such"))
  }

  @Test func `reads an event with and without data`() throws {
    let shutdown =
      #"{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "SHUTDOWN", "#
      + #""data": {"guest": true, "reason": "guest-reset"}}"#
    let data = JSONValue.object(["guest": .bool(true), "reason": .string("guest-reset")])
    #expect(try parse(shutdown) == .event(QMPEvent(name: "SHUTDOWN", data: data)))
    let stop = QMPMessage.event(QMPEvent(name: "STOP", data: .object([:])))
    #expect(try parse(#"{"event": "STOP"}"#) == stop)
  }

  @Test(arguments: ["", "x", "{}", "[]", #"{"return": {}}"#])
  func `refuses anything else`(line: String) {
    #expect(throws: MachineError.malformed(source: "a line of the monitor", text: line)) {
      try parse(line)
    }
  }
}
