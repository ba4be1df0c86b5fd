internal import Machine
internal import Testing

@Suite(.serialized) struct HostCommandTests {
  private func run(
    _ line: String, limit: Duration = .seconds(20), environment: [String: String] = [:]
  ) throws -> (ending: HostCommand.Ending, output: String) {
    var command = HostCommand(["sh", "-c", line])
    command.environment = environment
    var bytes: [UInt8] = []
    let ending = try command.run(limit: limit) { bytes += $0 }
    return (ending, String(decoding: bytes, as: UTF8.self))
  }

  @Test func `takes both outputs and the status`() throws {
    let (ending, output) = try run("echo a; echo b >&2; exit 3")
    #expect(ending == .ended(.exited(3)))
    #expect(output == "a\nb\n")
  }

  @Test func `gives the environment and the folder`() throws {
    #expect(try run("echo $A", environment: ["A": "x"]).output == "x\n")
    var command = HostCommand(["pwd"])
    command.folder = "/"
    var bytes: [UInt8] = []
    _ = try command.run(limit: .seconds(20)) { bytes += $0 }
    #expect(String(decoding: bytes, as: UTF8.self) == "/\n")
  }

  @Test func `takes more than a pipe holds`() throws {
    let (ending, output) = try run("i=0; while [ $i -lt 20000 ]; do echo 0123456789; i=$((i+1)); done")
    #expect(ending == .ended(.exited(0)))
    #expect(output.utf8.count == 220_000)
  }

  @Test func `ends what takes too long, and its children`() throws {
    let start = ContinuousClock.now
    let (ending, output) = try run("sleep 60 & echo $!; wait", limit: .milliseconds(300))
    #expect(ending == .overtime)
    #expect(.now - start < .seconds(10))
    let pid = try #require(Int32(output.dropLast()))
    // A killed process may stay for a moment as a zombie of its new parent; it does not run.
    let state = try run("cat /proc/\(pid)/stat 2>/dev/null || true").output
    #expect(state.isEmpty || state.contains(") Z") || state.contains(") X"))
  }

  @Test func `says what cannot be started`() {
    #expect(throws: MachineError.missingProgram("no-such-program")) {
      try HostCommand(["no-such-program"]).run(limit: .seconds(1)) { _ in }
    }
  }
}
