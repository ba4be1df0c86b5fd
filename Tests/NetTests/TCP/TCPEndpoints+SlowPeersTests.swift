internal import Testing
internal import Wire

@testable internal import Net

/// What gives way when memory is used up.
@Suite struct TCPEndpointsSlowPeersTests {
  private let host = TCPHost()
  private let listener: TCPListenerHandle
  private let piece = [UInt8](repeating: 1, count: 16_384)

  init() throws {
    host.endpoints.limitMemory(to: 5 << 20)
    listener = try host.endpoints.listen(on: 80, backlog: 2000)
  }

  /// Lets somebody connect; nil if there is no answer.
  private func connect(from port: UInt16) -> (handle: TCPHandle, next: SequenceNumber)? {
    // Resets to those who had to go may come before.
    let sent = host.receive(.syn, seq: 1000, from: Port(port)).map(\.header)
    guard let answer = sent.first(where: { $0.flags.contains(.syn) }) else { return nil }
    let next = answer.sequenceNumber + 1
    host.receive(.ack, seq: 1001, ack: next, from: Port(port))
    return host.endpoints.accept(listener).map { ($0, next) }
  }

  /// Writes until there is no room, as a service does.
  private func fill(_ handle: TCPHandle) {
    while case .taken(piece.count) = host.endpoints.write(
      piece.span.bytes, to: handle, now: host.now)
    {}
    _ = host.flush()
  }

  private func isAlive(_ handle: TCPHandle) -> Bool {
    guard let status = host.endpoints.status(of: handle) else { return false }
    return status.error == nil
  }

  /// Has so many connect who never read that memory is used up.
  private func crowd() throws -> [TCPHandle] {
    var handles: [TCPHandle] = []
    for port in 1...2000 as ClosedRange<UInt16> where !host.endpoints.isMemoryFull {
      let handle = try #require(connect(from: port)).handle
      fill(handle)
      handles.append(handle)
    }
    // The last one's bytes made somebody go: without room for more, nobody is let in.
    host.endpoints.freeByteCount = { 0 }
    #expect(handles.count > 40 && handles.count < 2000)
    return handles
  }

  @Test func `what all take together has a bound, however many there are who do not read`() {
    var most = 0
    var handles: [TCPHandle] = []
    for port in 1...900 as ClosedRange<UInt16> {
      guard let handle = connect(from: port)?.handle else { continue }
      fill(handle)
      handles.append(handle)
      most = max(most, host.endpoints.bufferedByteCount + host.endpoints.connectionCount * 4096)
      // A service gives up what is broken.
      for handle in handles where !isAlive(handle) { host.endpoints.close(handle, now: host.now) }
      handles.removeAll { !isAlive($0) }
      _ = host.flush()
    }
    #expect(most < 5 << 20)
    #expect(handles.count < 900)
  }

  @Test func `who comes again after a second takes the place of who reads nothing`() throws {
    let slow = try crowd()
    #expect(connect(from: 5000) == nil)
    #expect(host.endpoints.counters.memoryDrops == 1)
    let before = slow.filter(isAlive).count
    host.now = host.now.advanced(byNanoseconds: 1_000_000_000)
    let limit = host.endpoints.counters.slowPeersCut + 3
    host.endpoints.freeByteCount = { [host] in
      host.endpoints.counters.slowPeersCut < limit ? 0 : 5 << 20
    }
    #expect(connect(from: 5000) != nil)
    #expect(slow.filter(isAlive).count == before - 3, "no more than need be")
  }

  @Test func `who takes enough stays`() throws {
    let (fast, next) = try #require(connect(from: 4000))
    fill(fast)
    host.endpoints.freeByteCount = { 0 }
    for second in 0..<5 as Range<UInt16> {
      #expect(connect(from: 5000 + second) == nil)
      for _ in 0..<8 {
        let inFlight = try #require(host.endpoints.block(fast)).nextSend
        host.receive(.ack, seq: 1001, ack: inFlight, from: 4000)
        host.endpoints.freeByteCount = nil
        fill(fast)
        host.endpoints.freeByteCount = { 0 }
      }
      host.now = host.now.advanced(byNanoseconds: 1_000_000_000)
    }
    #expect(isAlive(fast))
    #expect(try #require(host.endpoints.block(fast)).unacknowledged.distance(from: next) > 80_000)
    // Now it takes nothing any more.
    #expect(connect(from: 6000) == nil)
    host.now = host.now.advanced(byNanoseconds: 1_000_000_000)
    #expect(connect(from: 6000) == nil)
    #expect(!isAlive(fast))
  }

  @Test func `nobody has to go while there is memory`() throws {
    let handle = try #require(connect(from: 1)).handle
    fill(handle)
    host.now = host.now.advanced(byNanoseconds: 5_000_000_000)
    #expect(connect(from: 2) != nil)
    #expect(host.endpoints.counters.slowPeersCut == 0)
  }

  @Test func `little free memory counts like much that is used`() throws {
    host.endpoints.freeByteCount = { 1000 }
    #expect(connect(from: 2) == nil)
    host.endpoints.freeByteCount = { 5 << 20 }
    #expect(connect(from: 2) != nil)
  }

  // MARK: TIME-WAIT

  /// Lets so many connect and closes each from this side.
  private func wait(_ count: UInt16) throws {
    for port in 1...count {
      let (handle, next) = try #require(connect(from: port))
      host.endpoints.close(handle, now: host.now)
      _ = host.flush()
      host.receive(.fin | .ack, seq: 1001, ack: next + 1, from: Port(port))
    }
  }

  @Test func `who only waits for late segments keeps nobody out`() throws {
    host.endpoints.limitMemory(to: 1 << 20)
    try wait(200)
    #expect(host.endpoints.bufferedByteCount == 0 && host.endpoints.connectionCount == 200)
    let (handle, _) = try #require(connect(from: 1000))
    #expect(host.write(piece, to: handle) == piece.count && isAlive(handle))
    #expect(host.endpoints.counters.timeWaitsCut == 0)
    #expect(host.endpoints.counters.slowPeersCut == 0)
  }

  @Test func `who only waits for late segments gives way before anybody has to`() throws {
    try wait(10)
    host.now = host.now.advanced(byNanoseconds: 1_000_000_000)
    host.endpoints.freeByteCount = { [host] in
      host.endpoints.counters.timeWaitsCut < 3 ? 0 : 5 << 20
    }
    #expect(connect(from: 1000) != nil)
    #expect(host.endpoints.counters.timeWaitsCut == 3)
    #expect(host.endpoints.connectionCount == 10 - 3 + 1)
    host.endpoints.freeByteCount = nil
    host.pass(milliseconds: 120_000)
    #expect(host.endpoints.connectionCount == 1 && host.endpoints.lateCount == 0)
  }

  @Test func `only a FIN that comes again makes a connection wait anew`() throws {
    try wait(2)
    let next = try #require(host.endpoints.blocks.compactMap(\.self).last).nextSend
    host.pass(milliseconds: 59_000)
    for port in 1...2 as ClosedRange<Port.RawValue> {
      let flags = port == 1 ? TCPFlags.ack : .fin | .ack
      let answer = host.receive(flags, seq: 1001, ack: next, payload: [], from: Port(port))
      #expect(answer.map(\.header.flags) == [.ack])
    }
    host.pass(milliseconds: 2000)
    #expect(host.endpoints.connectionCount == 1)
    host.pass(milliseconds: 59_000)
    #expect(host.endpoints.connectionCount == 0)
  }

  @Test func `tells whether there is memory for what peers send`() {
    let host = TCPHost()
    #expect(host.endpoints.mayHold(1 << 40), "nobody knows of an end")
    host.endpoints.limitMemory(to: 8 << 20)
    var free = 8 << 20
    host.endpoints.freeByteCount = { free }
    #expect(host.endpoints.mayHold(6 << 20) && !host.endpoints.mayHold(6 << 20 + 1))
    free = 2 << 20
    // A connection may still come.
    #expect(!host.endpoints.mayHold(1) && !host.endpoints.isMemoryFull)
  }
}
