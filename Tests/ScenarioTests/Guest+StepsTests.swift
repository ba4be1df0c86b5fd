internal import Testing

@testable internal import Scenario

@Suite struct GuestStepsTests {
  @Test func `steps are written as in a manifest`() throws {
    let (runner, guest) = try FakeRunner.guest()
    try guest.ping(3)
    try guest.udp(port: 7, send: "a\"b", expect: "c")
    try guest.http("/x?y=1", status: 404, body: "no")
    try guest.dns("www.test.example A", ["10.0.0.80"])
    try guest.run("true", output: "^$")
    try guest.setLink(up: false)
    try guest.setLink("loss: 5%")
    try guest.reboot()
    #expect(
      runner.requests.map(\.step) == [
        "ping: 3",
        #"udp: {port: 7, send: "a\"b", expect: "c"}"#,
        #"http: {path: "/x?y=1", status: 404, body: "no"}"#,
        #"dns: {ask: "www.test.example A", short: ["10.0.0.80"]}"#,
        #"run: {command: "true", output: "^$"}"#,
        "link: down", "link: {loss: 5%}", "reboot: yes",
      ])
  }

  @Test func `the guest is stopped, goes on and is read`() throws {
    let (runner, guest) = try FakeRunner.guest(
      replies: [#"{"ok":true}"#, #"{"ok":true}"#, #"{"ok":true,"value":12}"#])
    try guest.pause()
    try guest.resume()
    #expect(try guest.counter("packets") == 12)
    #expect(runner.requests.map(\.action) == ["pause", "resume", "counter"])
  }
}
