internal import Testing

@testable internal import Machine

@Suite struct ByteSourceTests {
  @Test func `passes on what comes`() throws {
    let loop = EventLoop()
    let pair = try Descriptor.socketPair()
    var bytes: [UInt8] = []
    let source = ByteSource(pair.own, loop) { bytes += $0 }
    pair.other.writeAll([1, 2])
    #expect(try loop.run(until: .soon))
    pair.other.writeAll([3])
    source.drain()
    #expect(bytes == [1, 2, 3])
  }

  @Test func `stops at the end of the stream`() throws {
    let loop = EventLoop()
    var pair: (own: Descriptor, other: Descriptor)? = try Descriptor.socketPair()
    var calls = 0
    let source = ByteSource(try #require(pair?.own), loop) { _ in calls += 1 }
    pair = nil
    #expect(try loop.run(until: .soon))
    #expect(try !loop.run(until: .now), "it is watched no more")
    source.drain()
    #expect(calls == 0)
  }
}
