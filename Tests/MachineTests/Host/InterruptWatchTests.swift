internal import Glibc
internal import Testing

@testable internal import Machine

/// Signals are the process's, hence no other test of them may run meanwhile.
extension InterruptSourceTests {
  @Test func `a watch remembers that it was told to stop`() throws {
    let watch = InterruptWatch(try InterruptSource([SIGUSR1]))
    #expect(!watch.hasFired)
    kill(getpid(), SIGUSR1)
    // Another thread may take the signal, a moment later.
    #expect(TestMachine.waitUntil { watch.hasFired })
    #expect(watch.hasFired)
  }
}
