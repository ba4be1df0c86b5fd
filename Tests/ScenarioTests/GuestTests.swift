internal import Testing

@testable internal import Scenario

@Suite struct GuestTests {
  @Test func `knows what the runner says first`() throws {
    let (_, guest) = try FakeRunner.guest()
    #expect(guest.address == "127.0.0.1" && guest.hostAddress == "10.0.0.1")
    #expect(guest.interface == "tap0" && guest.serviceFolder == "/s" && guest.runFolder == "/r")
    #expect(guest.words == ["a"] && guest.seed == 7 && guest.stepLimit == .milliseconds(200))
  }

  @Test func `refuses another version of the protocol`() {
    let runner = FakeRunner([
      FakeRunner.greeting.replacing(#""hello":1"#, with: #""hello":2"#)
    ])
    #expect(throws: ScenarioFailure.self) {
      try Guest(RunnerConnection(descriptor: runner.descriptor))
    }
  }

  @Test func `a step that fails is thrown with the place of its call`() throws {
    let (_, guest) = try FakeRunner.guest(replies: [#"{"ok":false,"reason":"lost"}"#])
    let line = #line + 1
    let failure = try #require(throws: ScenarioFailure.self) { try guest.take("ping: 1") }
    #expect(failure.reason == "lost" && failure.file.hasSuffix("GuestTests.swift"))
    #expect(failure.line == line)
  }

  @Test func `parts begin and end around what is done`() throws {
    let (runner, guest) = try FakeRunner.guest()
    let line = #line + 1
    let value = try guest.step("outer") { try guest.step("inner") { 5 } }
    try guest.note("so")
    #expect(value == 5)
    let requests = runner.requests
    #expect(requests.map(\.action) == ["begin", "begin", "end", "end", "note"])
    #expect(requests.map(\.title) == ["outer", "inner", nil, nil, nil])
    #expect(requests[0].line == line && requests[4].text == "so")
  }

  @Test func `a part that fails is not ended`() throws {
    let (runner, guest) = try FakeRunner.guest()
    #expect(throws: ScenarioFailure.self) { try guest.step("x") { try guest.fail("y") } }
    #expect(runner.requests.map(\.action) == ["begin"])
  }

  @Test func `a claim that does not hold is thrown`() throws {
    let (_, guest) = try FakeRunner.guest()
    try guest.expect(true, "fine")
    let failure = try #require(throws: ScenarioFailure.self) {
      try guest.expect(1 > 2, "1 is more than 2")
    }
    #expect(failure.reason == "not so: 1 is more than 2")
  }
}
