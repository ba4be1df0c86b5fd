internal import Testing

@testable internal import Machine

@Suite struct ProcessStatusTests {
  @Test func `reads what waitpid fills in`() {
    #expect(ProcessStatus(waitStatus: 0) == .exited(0))
    #expect(ProcessStatus(waitStatus: 0x2100) == .exited(33))
    #expect(ProcessStatus(waitStatus: 9) == .signalled(9))
    #expect(ProcessStatus(waitStatus: 0x8b) == .signalled(11), "a core was dumped")
  }

  @Test func `calls only status 0 a success`() {
    #expect(ProcessStatus.exited(0).isSuccess)
    #expect(!ProcessStatus.exited(1).isSuccess)
    #expect(!ProcessStatus.signalled(0).isSuccess)
  }

  @Test func `reads as part of a sentence`() {
    #expect("\(ProcessStatus.exited(3))" == "exit status 3")
    #expect("\(ProcessStatus.signalled(9))" == "signal 9 (Killed)")
  }
}
