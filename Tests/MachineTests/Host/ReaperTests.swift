internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct ReaperTests {
  /// Whether a process is gone and collected within some seconds.
  static func isGone(_ pid: Int32) -> Bool {
    let limit = ContinuousClock.now + .seconds(10)
    var end = siginfo_t()
    // Returns when it has ended, and fails once it is collected.
    while waitid(P_PID, id_t(pid), &end, WEXITED | WNOWAIT) == 0 {
      guard ContinuousClock.now < limit else { return false }
      sched_yield()
    }
    return errno == ECHILD
  }

  @Test func `collects a program that is dropped while it runs`() throws {
    let null = try Descriptor(path: "/dev/null", flags: O_RDWR)
    let pid: Int32
    do {
      let child = try ChildProcess.start(
        ["sleep", "0.1"], environment: ["PATH": "/usr/bin:/bin"],
        descriptors: [null, null, null])
      pid = child.pid
    }
    #expect(Self.isGone(pid))
  }
}
