internal import Testing
internal import TestRunner

@Suite struct StepReaderTests {
  private func step(_ text: String) throws -> Step {
    let manifest = try ManifestReader.read("steps:\n  - \(text)", path: "test.yaml")
    return try #require(manifest.steps.first)
  }

  @Test func `a number alone is a count of pings`() throws {
    #expect(try step("ping: 3") == Step(.ping(PingStep(count: 3)), line: 2))
  }

  @Test func `reads a flood with a limit`() throws {
    var ping = PingStep(count: 10000)
    ping.byteCount = 1472
    ping.pace = .flood
    ping.allowedLoss = 2
    let text = "{ping: {count: 10000, size: 1472, interval: flood, loss: 2}, limit: 30s}"
    #expect(try step(text) == Step(.ping(ping), line: 2, limit: .seconds(30)))
  }

  @Test func `reads a command`() throws {
    var command = CommandStep(line: "false")
    command.status = 1
    command.output = "^$"
    #expect(
      try step("run: {command: 'false', status: 1, output: ^$}").action == .run(command))
    #expect(try step("run: echo a b").action == .run(CommandStep(line: "echo a b")))
  }

  @Test func `reads what the console must show and must not`() throws {
    #expect(try step("console: up").action == .console(ConsoleExpectation(.line("up"))))
    let absent = ConsoleExpectation(.matches("e+"), isPresent: false)
    #expect(try step("console: {matches: e+, present: no}").action == .console(absent))
  }

  @Test func `reads what is asked of the guest's memory`() throws {
    #expect(try step("heap: balanced").action == .heap(HeapStep()))
    #expect(try step("heap: {tolerance: 64}").action == .heap(HeapStep(toleranceByteCount: 64)))
    let counter = CounterStep(name: "drops", range: 2...UInt64.max, sinceReady: true)
    #expect(
      try step("counter: {name: drops, at-least: 2, since: ready}").action == .counter(counter))
    let exact = CounterStep(name: "drops", range: 2...2)
    #expect(try step("counter: {name: drops, equals: 2}").action == .counter(exact))
  }

  @Test func `reads what happens to the link`() throws {
    #expect(try step("link: down").action == .link(.state(.down)))
    #expect(try step("link: up").action == .link(.state(.up)))
    #expect(try step("link: up").title == "link up")
  }

  @Test(arguments: [
    "ping: {count: 3, loss: 3}", "idle: 0s", "idle: {for: 0ms}",
    "udp: {port: 7, send: a, silent: 0s}", "tcp: {port: 7, silent: 0s}", "arp: {silent: 0ms}",
  ])
  func `refuses a step that cannot fail`(text: String) {
    #expect(throws: InvalidManifest.self) { try step(text) }
  }

  @Test func `reads idleness and the end`() throws {
    #expect(try step("idle: 10s").action == .idle(IdleStep(duration: .seconds(10))))
    let idle = IdleStep(duration: .seconds(1), interruptCount: 5)
    #expect(try step("idle: {for: 1s, interrupts: 5}").action == .idle(idle))
    #expect(try step("exit: 3").action == .exit(ExitStep(status: 3)))
  }
}
