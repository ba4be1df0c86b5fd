internal import Testing

@testable internal import Machine

@Suite struct EventLoopTests {
  @Test func `calls the handler of what is ready and of nothing else`() throws {
    let loop = EventLoop()
    let (first, second) = (try Descriptor.socketPair(), try Descriptor.socketPair())
    var calls: [String] = []
    _ = loop.watch(first.own) { calls.append("first") }
    _ = loop.watch(second.own) { calls.append("second") }
    second.other.writeAll([1])
    #expect(try loop.run(until: .soon))
    #expect(calls == ["second"])
  }

  @Test func `notices that the other end is closed`() throws {
    let loop = EventLoop()
    var pair: (own: Descriptor, other: Descriptor)? = try Descriptor.socketPair()
    var calls = 0
    _ = loop.watch(try #require(pair?.own)) { calls += 1 }
    pair = nil
    #expect(try loop.run(until: .soon))
    #expect(calls == 1)
  }

  @Test func `calls no handler that an earlier one removed`() throws {
    let loop = EventLoop()
    let (first, second) = (try Descriptor.socketPair(), try Descriptor.socketPair())
    var calls: [String] = []
    var watch: EventLoop.Watch?
    _ = loop.watch(first.own) {
      calls.append("first")
      if let watch { loop.remove(watch) }
    }
    watch = loop.watch(second.own) { calls.append("second") }
    first.other.writeAll([1])
    second.other.writeAll([1])
    _ = try loop.run(until: .soon)
    #expect(calls == ["first"])
  }

  @Test func `does not return before its deadline`() throws {
    let deadline = ContinuousClock.now + .microseconds(2500)
    #expect(try !EventLoop().run(until: deadline))
    #expect(ContinuousClock.now >= deadline)
  }

  @Test func `only asks when the deadline is past`() throws {
    #expect(try !EventLoop().run(until: .now - .seconds(1)))
  }
}
