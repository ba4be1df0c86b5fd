internal import Glibc
internal import Testing

@testable internal import Machine

/// Every source hears the signals of every test, hence one test after the other.
@Suite(.serialized) struct InterruptSourceTests {
  @Test func `turns signals into bytes`() throws {
    let source = try InterruptSource([SIGUSR1])
    kill(getpid(), SIGUSR1)
    let loop = EventLoop()
    _ = loop.watch(source.descriptor) {}
    #expect(try loop.run(until: .soon))
    #expect(source.descriptor.readAvailable() == [UInt8(SIGUSR1)])
  }

  @Test func `lets every source hear a signal`() throws {
    let sources = try (0..<3).map { _ in try InterruptSource([SIGUSR1]) }
    kill(getpid(), SIGUSR1)
    let loop = EventLoop()
    for source in sources {
      let watch = loop.watch(source.descriptor) {}
      #expect(try loop.run(until: .soon))
      #expect(source.descriptor.readAvailable() == [UInt8(SIGUSR1)])
      loop.remove(watch)
    }
  }

  @Test func `gives the signals back with the last source`() throws {
    let first = try InterruptSource([SIGWINCH])
    do { withExtendedLifetime(try InterruptSource([SIGWINCH])) {} }
    #expect(!isDefault(SIGWINCH))
    withExtendedLifetime(first) {}
    var last: InterruptSource? = try InterruptSource([SIGURG])
    withExtendedLifetime(last) {}
    last = nil
    #expect(isDefault(SIGURG))
  }

  @Test func `makes them events of a machine`() throws {
    try TestMachine.withMachine(TestMachine.configuration("halt")) { machine in
      machine.hear(try InterruptSource([SIGUSR2]))
      kill(getpid(), SIGUSR2)
      let events = try machine.events { $0 == .interrupted(SIGUSR2) }
      #expect(events.last == .interrupted(SIGUSR2))
    }
  }

  private func isDefault(_ signal: Int32) -> Bool {
    var action = sigaction()
    sigaction(signal, nil, &action)
    return action.__sigaction_handler.sa_handler == nil
  }
}
