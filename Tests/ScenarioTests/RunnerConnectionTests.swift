internal import Testing

@testable internal import Scenario

@Suite struct RunnerConnectionTests {
  @Test func `a request is a line, and the next line is its reply`() throws {
    let runner = FakeRunner([#"{"ok":true,"detail":"fine"}"#, #"{"ok":false,"reason":"no"}"#])
    let connection = RunnerConnection(descriptor: runner.descriptor)
    #expect(try connection.ask(ScenarioRequest("pause")).detail == "fine")
    #expect(try connection.ask(ScenarioRequest("resume")).reason == "no")
    #expect(runner.requests.map(\.action) == ["pause", "resume"])
  }

  @Test func `what is no reply is a failure`() {
    let runner = FakeRunner(["hello"])
    let connection = RunnerConnection(descriptor: runner.descriptor)
    #expect(throws: ScenarioFailure.self) { try connection.ask(ScenarioRequest("pause")) }
  }

  @Test func `a runner that ends is a failure`() {
    let runner = FakeRunner([])
    runner.hangUp()
    let connection = RunnerConnection(descriptor: runner.descriptor)
    #expect(throws: ScenarioFailure.self) { try connection.ask(ScenarioRequest("pause")) }
  }
}
