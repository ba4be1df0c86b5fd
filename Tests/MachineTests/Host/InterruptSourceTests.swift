internal import Glibc
internal import Testing

@testable internal import Machine

/// The handlers are the process's, hence one test after the other.
@Suite(.serialized) struct InterruptSourceTests {
  @Test func `turns signals into bytes`() throws {
    let source = try InterruptSource()
    kill(getpid(), SIGHUP)
    let loop = EventLoop()
    _ = loop.watch(source.descriptor) {}
    #expect(try loop.run(until: .soon))
    #expect(source.descriptor.readAvailable() == [UInt8(SIGHUP)])
  }

  @Test func `gives the signals back`() throws {
    _ = try InterruptSource()
    var action = sigaction()
    sigaction(SIGHUP, nil, &action)
    #expect(action.__sigaction_handler.sa_handler == nil, "the default action")
  }

  @Test func `makes them events of a machine`() throws {
    try TestMachine.withMachine(TestMachine.configuration("halt")) { machine in
      try machine.watchInterrupts()
      kill(getpid(), SIGHUP)
      let events = try machine.events { $0 == .interrupted(SIGHUP) }
      #expect(events.last == .interrupted(SIGHUP))
    }
  }
}
