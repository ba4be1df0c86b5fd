internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct ClientProcessTests {
  private func end(
    of command: [String], after action: (ClientProcess) -> Void
  ) throws -> ProcessStatus? {
    try TestMachine.withMachine(TestMachine.configuration("halt")) { machine in
      let process = try machine.launch(command)
      #expect(process.command == command)
      #expect(process.status == nil)
      // The program has begun when it writes.
      _ = try machine.events { if case .output = $0 { true } else { false } }
      action(process)
      _ = try machine.events { if case .processExited = $0 { true } else { false } }
      return process.status
    }
  }

  @Test func `is killed`() throws {
    let command = ["sh", "-c", "trap '' INT TERM; echo; while :; do sleep 100; done"]
    #expect(try end(of: command) { $0.kill() } == .signalled(SIGKILL))
  }

  @Test func `is interrupted as by the terminal`() throws {
    let command = ["sh", "-c", "trap 'exit 5' INT; echo; while :; do :; done"]
    #expect(try end(of: command) { $0.interrupt() } == .exited(5))
  }
}
