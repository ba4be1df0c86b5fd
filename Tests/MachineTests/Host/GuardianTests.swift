internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct GuardianTests {
  /// A program that stays, and is past its own beginnings.
  private func program() throws -> ChildProcess {
    let null = try Descriptor(path: "/dev/null", flags: O_RDWR)
    return try ChildProcess.start(
      ["sleep", "1000"], environment: [:], descriptors: [null, null, null])
  }

  /// A program that does not end when it is asked.
  private func deafProgram() throws -> ChildProcess {
    let null = try Descriptor(path: "/dev/null", flags: O_RDWR)
    let output = try Descriptor.pipe()
    let child = try ChildProcess.start(
      ["sh", "-c", "trap '' INT; echo there; sleep 1000"],
      environment: ["PATH": "/usr/bin:/bin"], descriptors: [null, output.writing, null])
    #expect(TestMachine.waitUntil { output.reading.readAvailable() != nil })
    return child
  }

  @Test func `asks a program to end, as the end of this process would have it do`() throws {
    let guardian = try Guardian()
    let child = try program()
    guardian.watch(child)
    #expect(guardian.isOnDuty && child.reap(waiting: false) == nil)
    guardian.abandon()
    #expect(TestMachine.waitUntil { child.reap(waiting: false) != nil })
    #expect(child.status == .signalled(SIGINT))
    #expect(TestMachine.waitUntil { !guardian.isOnDuty })
  }

  @Test func `ends one that does not listen`() throws {
    let guardian = try Guardian(patience: 3)
    let child = try deafProgram()
    guardian.watch(child)
    guardian.abandon()
    #expect(TestMachine.waitUntil { child.reap(waiting: false) != nil })
    #expect(child.status == .signalled(SIGKILL))
  }

  @Test func `goes when it is dismissed, and leaves the program alone`() throws {
    let guardian = try Guardian()
    let child = try program()
    guardian.watch(child)
    guardian.dismiss()
    guardian.abandon()
    #expect(!guardian.isOnDuty && child.reap(waiting: false) == nil)
    child.send(SIGKILL)
    child.reap(waiting: true)
  }

  @Test func `goes with this process if there is no program`() throws {
    let guardian = try Guardian()
    guardian.abandon()
    #expect(TestMachine.waitUntil { !guardian.isOnDuty })
  }
}
