internal import Testing

@testable internal import Machine

@Suite struct QMPConnectionTests {
  private let other: Descriptor
  private let connection: QMPConnection

  init() throws {
    let pair = try Descriptor.socketPair()
    other = pair.other
    connection = QMPConnection(pair.own, log: nil)
  }

  private func receive(_ text: String) {
    other.writeAll(Array(text.utf8))
    connection.receive()
  }

  @Test func `numbers its commands`() throws {
    #expect(connection.send("stop") == 1)
    #expect(connection.send("pmemsave", ["val": .integer(1)]) == 2)
    let sent = String(decoding: try #require(other.readAvailable()), as: UTF8.self)
    #expect(
      sent == """
        {"execute":"stop","id":1}
        {"arguments":{"val":1},"execute":"pmemsave","id":2}

        """)
  }

  @Test func `finds each answer by its number`() throws {
    let (first, second) = (connection.send("a"), connection.send("b"))
    receive("{\"return\": 2, \"id\": 2}\r\n{\"return\": 1, ")
    #expect(try connection.takeAnswer(to: first) == nil)
    #expect(try connection.takeAnswer(to: second) == .integer(2))
    receive("\"id\": 1}\r\n")
    #expect(try connection.takeAnswer(to: first) == .integer(1))
    #expect(try connection.takeAnswer(to: first) == nil)
  }

  @Test func `names the command that was refused`() {
    let command = connection.send("dance")
    receive("{\"error\": {\"desc\": \"not found\"}, \"id\": 1}\r\n")
    #expect(throws: MachineError.commandFailed(command: "dance", reason: "not found")) {
      try connection.takeAnswer(to: command)
    }
  }

  @Test func `passes on events in order`() {
    var names: [String] = []
    connection.onEvent = { names.append($0.name) }
    receive("{\"QMP\": {}}\r\n{\"event\": \"STOP\"}\r\n{\"event\": \"RESUME\"}\r\n")
    #expect(names == ["STOP", "RESUME"])
  }

  @Test func `reports a line that cannot be understood`() {
    let command = connection.send("stop")
    receive("garbage\r\n")
    #expect(throws: MachineError.malformed(source: "a line of the monitor", text: "garbage")) {
      try connection.takeAnswer(to: command)
    }
  }
}
