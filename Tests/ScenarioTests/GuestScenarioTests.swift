internal import Testing

@testable internal import Scenario

@Suite struct GuestScenarioTests {
  private struct Good: GuestScenario {
    func run(_ guest: Guest) throws { try guest.ping(2) }
  }

  private struct Bad: GuestScenario {
    func run(_ guest: Guest) throws { throw ScenarioFailure("no luck", file: "a.swift", line: 3) }
  }

  private struct Odd: GuestScenario {
    struct Failure: Error {}
    func run(_ guest: Guest) throws { throw Failure() }
  }

  @Test func `one that returns has passed`() throws {
    let (runner, guest) = try FakeRunner.guest()
    #expect(Good.play(Good(), with: guest))
    #expect(runner.requests.map(\.action) == ["take", "pass"])
  }

  @Test func `a failure is told with its place`() throws {
    let (runner, guest) = try FakeRunner.guest()
    #expect(!Bad.play(Bad(), with: guest))
    let request = try #require(runner.requests.first)
    #expect(request.action == "fail" && request.reason == "no luck")
    #expect(request.file == "a.swift" && request.line == 3)
  }

  @Test func `any other error is a failure, too`() throws {
    let (runner, guest) = try FakeRunner.guest()
    #expect(!Odd.play(Odd(), with: guest))
    #expect(runner.requests.first?.reason == "Failure()")
  }

  @Test func `a runner that has gone was told nothing`() throws {
    let (runner, guest) = try FakeRunner.guest(replies: [])
    runner.hangUp()
    #expect(!Good.play(Good(), with: guest))
  }
}
