internal import Testing

@testable internal import Scenario

@Suite struct GuestLinesTests {
  @Test func `lines are waited for, from a place on`() throws {
    let (runner, guest) = try FakeRunner.guest(
      replies: [
        #"{"ok":true,"text":"up now","next":4}"#, #"{"ok":true,"text":"x","next":9}"#,
        #"{"ok":true,"lines":["a"]}"#,
      ])
    let found = try guest.console.wait(for: "up")
    #expect(found.text == "up now" && found.next == 4)
    try guest.log.wait(matching: "^x", from: found.next, within: .seconds(2))
    #expect(try guest.console.all(from: 3) == ["a"])
    let requests = runner.requests
    #expect(requests.map(\.of) == ["console", "log", "console"])
    #expect(requests.map(\.from) == [0, 4, 3])
    #expect(requests.map(\.seconds) == [nil, 2, nil])
    #expect(requests.map(\.contains) == ["up", nil, nil] && requests[1].matches == "^x")
  }
}
