internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct HostCommandTests {
  private func run(
    _ words: [String], limit: Duration = .seconds(20), folder: String? = nil,
    environment: [String: String] = [:]
  ) throws -> (output: String, ending: HostCommand.Ending) {
    var command = HostCommand(words)
    command.folder = folder
    command.environment = environment
    var output: [UInt8] = []
    let ending = try command.run(limit: limit) { output += $0 }
    return (String(decoding: output, as: UTF8.self), ending)
  }

  @Test func `takes both outputs and the end`() throws {
    let result = try run(["sh", "-c", "echo out; echo err >&2; exit 4"])
    #expect(result.output == "out\nerr\n")
    #expect(result.ending == .ended(.exited(4)))
  }

  @Test func `takes only what is no error or warning, if that is wanted`() throws {
    var command = HostCommand(["sh", "-c", "echo err >&2; echo out"])
    command.takesErrors = false
    var output: [UInt8] = []
    #expect(try command.run(limit: .seconds(20)) { output += $0 } == .ended(.exited(0)))
    #expect(String(decoding: output, as: UTF8.self) == "out\n")
  }

  @Test func `adds variables and changes the folder`() throws {
    let result = try run(["sh", "-c", "echo $X; pwd"], folder: "/", environment: ["X": "y"])
    #expect(result.output == "y\n/\n")
  }

  @Test func `ends what takes too long, and all that it started`() throws {
    let script = "sleep 1000 & echo $!; exec sleep 1000"
    let result = try run(["sh", "-c", script], limit: .milliseconds(100))
    #expect(result.ending == .overtime)
    let child = try #require(Int32(result.output.filter { !$0.isNewline }))
    #expect(TestMachine.waitUntil { ProcessIdentity(pid: child) == nil })
  }

  @Test func `ends what a program left behind`() throws {
    let result = try run(["sh", "-c", "sleep 1000 >/dev/null 2>&1 & echo $!"])
    #expect(result.ending == .ended(.exited(0)))
    let child = try #require(Int32(result.output.filter { !$0.isNewline }))
    #expect(TestMachine.waitUntil { ProcessIdentity(pid: child) == nil })
  }

  @Test func `says how long it has been running`() throws {
    var ticks: [Duration] = []
    let ending = try HostCommand(["sleep", "1.2"]).run(limit: .seconds(20)) {
      ticks.append($0)
    } take: { _ in
    }
    #expect(ending == .ended(.exited(0)))
    #expect(ticks.count >= 1)
    #expect(ticks.first.map { $0 >= .seconds(1) } == true)
  }

  @Test func `names a program that is missing`() {
    #expect(throws: MachineError.missingProgram("no-such-tool")) { try run(["no-such-tool"]) }
  }
}
