internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct ReaperTests {
  /// Whether a process is gone and collected within some seconds.
  static func isGone(_ pid: Int32) -> Bool {
    for _ in 0..<1000 {
      if kill(pid, 0) != 0 { return errno == ESRCH }
      usleep(10_000)
    }
    return false
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
