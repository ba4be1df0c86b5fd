internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct ProcessIdentityTests {
  @Test func `knows a process that runs`() throws {
    let own = try #require(ProcessIdentity(pid: getpid()))
    #expect(own.isRunning)
    #expect(own == ProcessIdentity(pid: getpid()))
  }

  @Test func `does not take another process for it`() throws {
    let own = try #require(ProcessIdentity(pid: getpid()))
    let older = ProcessIdentity(pid: own.pid, startTicks: own.startTicks - 1, boot: own.boot)
    let before = ProcessIdentity(pid: own.pid, startTicks: own.startTicks, boot: "another")
    #expect(!older.isRunning && !before.isRunning)
  }

  @Test func `counts an ended process as gone before it is reaped`() throws {
    let null = try Descriptor(path: "/dev/null", flags: O_RDWR)
    let child = try ChildProcess.start(
      ["sleep", "100"], environment: ["PATH": "/usr/bin:/bin"], descriptors: [null, null, null])
    let identity = try #require(ProcessIdentity(pid: child.pid))
    #expect(identity.isRunning)
    child.send(SIGKILL)
    let loop = EventLoop()
    _ = loop.watch(child.pidfd) {}
    #expect(try loop.run(until: .soon))
    #expect(!identity.isRunning)
    child.reap(waiting: true)
    #expect(!identity.isRunning)
  }

  @Test func `knows no process that never was`() {
    #expect(ProcessIdentity(pid: 0) == nil)
    #expect(ProcessIdentity(pid: Int32.max) == nil)
  }
}
