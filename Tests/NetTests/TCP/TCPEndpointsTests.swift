internal import Net
internal import TestSupport
internal import Testing
internal import Wire

@Suite struct TCPEndpointsTests {
  @Test func `names a connection only as long as it lasts`() throws {
    let host = TCPHost()
    let (handle, _) = try host.established()
    host.endpoints.abort(handle)
    #expect(host.flush().map(\.header.flags) == [.rst | .ack])
    #expect(host.endpoints.status(of: handle) == nil)
    #expect(host.endpoints.connectionCount == 0)
    #expect(host.endpoints.nextDeadline == nil)
  }

  @Test func `shows its connections and ports`() throws {
    let host = TCPHost()
    _ = try host.established()
    _ = try host.endpoints.listen(on: 81, backlog: 5)
    var connections: [TCPStatus] = []
    host.endpoints.forEachConnection { connections.append($0) }
    #expect(connections.map { "\($0.state.name)" } == ["ESTABLISHED"])
    var ports: [String] = []
    host.endpoints.forEachListener { ports.append("\($0.rawValue) \($1) \($2)") }
    #expect(ports.contains("81 0 5"))
  }

  @Test func `tells each change once`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    while host.endpoints.nextChange() != nil {}
    host.receive(.ack, seq: 1001, ack: next, payload: [1])
    let change = host.endpoints.nextChange()
    #expect(change?.handle == handle)
    #expect(change?.events == .readable)
    #expect(host.endpoints.nextChange() == nil)
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `survives any segments`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let host = TCPHost(TCPSettings(), seed: seed)
    _ = try host.endpoints.listen(on: 80)
    var numbers: [SequenceNumber] = [0, 1000, 1001]
    for _ in 0..<300 {
      let flags = TCPFlags(rawValue: UInt8(truncatingIfNeeded: generator.next()))
      let seq = numbers.randomElement(using: &generator) ?? 0
      let ack = numbers.randomElement(using: &generator) ?? 0
      let jitter = generator.below(5) - 2
      let sent = host.receive(
        flags, seq: seq + jitter, ack: ack + generator.below(3) - 1,
        window: UInt16(truncatingIfNeeded: generator.next()), payload: generator.bytes(upTo: 30),
        from: Port(UInt16(40_000 + generator.below(3)))
      ) { header in
        if generator.below(4) == 0 {
          header.sack.append(SACKBlock(start: seq, end: seq + generator.below(2000) - 5))
        }
        if generator.below(4) == 0 { header.timestamps = TCPTimestamps(value: 1, echo: 2) }
      }
      for segment in sent.prefix(2) {
        numbers.append(segment.header.sequenceNumber)
        numbers.append(segment.header.acknowledgmentNumber)
      }
      if numbers.count > 40 { numbers.removeFirst(10) }
      host.pass(milliseconds: Double(generator.below(2000)))
      while let (handle, _) = host.endpoints.nextChange() {
        _ = host.write([1, 2, 3], to: handle)
        _ = host.read(handle)
        if generator.below(8) == 0 { host.endpoints.close(handle, now: host.now) }
      }
    }
  }

  @Test func `a connection fails where there is no way`() throws {
    let host = TCPHost()
    host.fate = .unreachable
    let handle = try host.endpoints.connect(
      to: Endpoint(address: TCPHost.peer, port: 80), now: host.now)
    _ = host.flush()
    #expect(host.endpoints.status(of: handle)?.error == .unreachable)
    #expect(host.endpoints.nextChange()?.events.contains(.closed) == true)
  }

  @Test func `a connection fails where the neighbour does not answer`() throws {
    let host = TCPHost()
    host.fate = .unresolved
    let handle = try host.endpoints.connect(
      to: Endpoint(address: TCPHost.peer, port: 80), now: host.now)
    #expect(host.flush().count == 1)
    #expect(host.pass(milliseconds: 1000).count == 1)
    #expect(host.state(handle) == .synSent)
    #expect(host.pass(milliseconds: 2000).count == 1)
    #expect(host.endpoints.status(of: handle)?.error == .unreachable)
    host.endpoints.close(handle, now: host.now)
    _ = host.flush()
    #expect(host.endpoints.connectionCount == 0)
  }

  @Test func `a neighbour that answers between the questions is no reason to give up`() throws {
    let host = TCPHost()
    let handle = try host.endpoints.connect(
      to: Endpoint(address: TCPHost.peer, port: 80), now: host.now)
    // The card of a router whose packets come from another is asked for now and then.
    let fates: [SegmentFate] = [.unresolved, .unresolved, .sent, .unresolved]
    for (index, fate) in fates.enumerated() {
      host.fate = fate
      #expect(host.pass(milliseconds: [0, 1000, 2000, 4000][index]).count == 1)
    }
    #expect(host.state(handle) == .synSent)
  }

  @Test func `reads as much as is asked for, then tells why there is no more`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    var bytes: [UInt8] = [9]
    #expect(host.endpoints.read(handle, into: &bytes, atMost: 2) == .nothing)
    host.receive(.ack, seq: 1001, ack: next, payload: [1, 2, 3])
    #expect(host.endpoints.read(handle, into: &bytes, atMost: 2) == .bytes(2))
    #expect(bytes == [9, 1, 2])
    host.receive(.fin | .ack, seq: 1004, ack: next)
    #expect(host.endpoints.read(handle, into: &bytes, atMost: 2) == .bytes(1))
    #expect(host.endpoints.read(handle, into: &bytes, atMost: 2) == .end)
    host.receive(.rst, seq: 1005)
    #expect(host.endpoints.read(handle, into: &bytes, atMost: 2) == .broken(.reset))
    #expect(host.endpoints.write([1].span.bytes, to: handle, now: host.now) == .broken(.reset))
    host.endpoints.close(handle, now: host.now)
    #expect(host.endpoints.read(handle, into: &bytes, atMost: 2) == .broken(.aborted))
    #expect(host.endpoints.write([1].span.bytes, to: handle, now: host.now) == .broken(.aborted))
  }

  @Test func `shows data where it lies, then tells why there is no more`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    var shown: [[UInt8]] = []
    let takeTwo: (RawSpan) -> Int = { bytes in
      shown.append((0..<bytes.byteCount).map { bytes.bigEndian(at: $0) })
      return min(bytes.byteCount, 2)
    }
    #expect(host.endpoints.read(handle, takeTwo) == .nothing)
    host.receive(.ack, seq: 1001, ack: next, payload: [1, 2, 3])
    #expect(host.endpoints.read(handle, takeTwo) == .bytes(2))
    host.receive(.fin | .ack, seq: 1004, ack: next, payload: [4])
    #expect(host.endpoints.read(handle, takeTwo) == .bytes(2))
    #expect(shown == [[1, 2, 3], [3, 4]])
    #expect(host.endpoints.read(handle, takeTwo) == .end)
    host.receive(.rst, seq: 1006)
    #expect(host.endpoints.read(handle, takeTwo) == .broken(.reset))
    host.endpoints.close(handle, now: host.now)
    #expect(host.endpoints.read(handle, takeTwo) == .broken(.aborted))
    #expect(shown.count == 2)
  }

  @Test func `tells of room only who was refused some`() throws {
    var settings = TCPHost.plainSettings
    settings.sendLimit = 1500
    let host = TCPHost(settings)
    let (handle, next) = try host.established()
    while host.endpoints.nextChange() != nil {}
    #expect(host.write([UInt8](repeating: 1, count: 500), to: handle) == 500)
    _ = host.flush()
    host.receive(.ack, seq: 1001, ack: next + 500)
    #expect(host.endpoints.nextChange() == nil)
    #expect(host.write([UInt8](repeating: 1, count: 2000), to: handle) == 1500)
    _ = host.flush()
    host.receive(.ack, seq: 1001, ack: next + 1500)
    #expect(host.endpoints.nextChange()?.events == .writable)
  }

  @Test func `changes what a connection is set to`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    host.endpoints.configure(handle, now: host.now) {
      $0.keepAliveIdle = 5_000_000_000
      $0.isNagleEnabled = false
    }
    #expect(host.endpoints.settings(of: handle)?.isNagleEnabled == false)
    _ = host.flush()
    #expect(host.pass(milliseconds: 5000).map(\.header.sequenceNumber) == [next - 1])
  }

  private final class User: TCPUser {
    var events: [TCPEvents] = []
    /// What it was shown, of which it takes at most so many bytes at once.
    var shown: [[UInt8]] = []
    var limit = 2
    func take(_ events: TCPEvents) { self.events.append(events) }
    func take(arrival: RawSpan) -> Int {
      shown.append((0..<arrival.byteCount).map { arrival.bigEndian(at: $0) })
      return min(arrival.byteCount, limit)
    }
  }

  @Test func `shows what arrives in order, and keeps what is left of it`() throws {
    let host = TCPHost()
    let user = User()
    let (handle, next) = try host.established()
    host.endpoints.setUser(of: handle, to: user)
    host.receive(.ack, seq: 1001, ack: next, payload: [1])
    #expect(user.shown == [])
    #expect(host.read(handle) == [1])
    host.endpoints.show(handle, true)
    host.receive(.ack, seq: 1002, ack: next, payload: [2, 3])
    host.receive(.ack, seq: 1004, ack: next, payload: [4, 5, 6])
    #expect(user.shown == [[2, 3], [4, 5, 6]])
    #expect(user.events.dropFirst() == [.readable, .readable])
    // Behind what is left nothing is shown, nor ahead of a gap.
    host.receive(.ack, seq: 1007, ack: next, payload: [7])
    #expect(host.read(handle) == [6, 7])
    host.receive(.ack, seq: 1009, ack: next, payload: [9])
    host.receive(.ack, seq: 1008, ack: next, payload: [8])
    #expect(host.read(handle) == [8, 9])
    // What was there before is not shown again.
    host.receive(.ack, seq: 1009, ack: next, payload: [9, 10])
    #expect(host.read(handle) == [10])
    host.endpoints.show(handle, false)
    host.receive(.ack, seq: 1011, ack: next, payload: [11])
    #expect(host.read(handle) == [11])
    #expect(user.shown.count == 2)
  }

  @Test func `shows what comes with the end, and ends as ever`() throws {
    let host = TCPHost()
    let user = User()
    let (handle, next) = try host.established()
    host.endpoints.setUser(of: handle, to: user)
    host.endpoints.show(handle, true)
    user.limit = 0
    host.receive(.ack, seq: 1001, ack: next, payload: [1])
    #expect(user.shown == [[1]])
    #expect(host.read(handle) == [1])
    user.limit = 9
    let sent = host.receive(.ack | .fin, seq: 1002, ack: next, payload: [2, 3])
    #expect(sent.map(\.header.acknowledgmentNumber.rawValue) == [1005])
    #expect(user.shown == [[1], [2, 3]])
    #expect(host.endpoints.isReadable(handle))
    #expect(host.endpoints.read(handle) { _ in 0 } == .end)
  }

  @Test func `has what it was shown when the connection breaks`() throws {
    let host = TCPHost()
    let user = User()
    let (handle, next) = try host.established()
    host.endpoints.setUser(of: handle, to: user)
    host.endpoints.show(handle, true)
    host.receive(.ack, seq: 1001, ack: next, payload: [1, 2])
    host.receive(.rst, seq: 1003, ack: next)
    #expect(user.shown == [[1, 2]])
    #expect(host.endpoints.read(handle) { _ in 0 } == .broken(.reset))
  }

  /// The peer may not send more than half of a window of two segments.
  @Test func `tells at once of a small window whose bytes were taken as they came`() throws {
    var settings = TCPHost.plainSettings
    settings.receiveLimit = 2000
    let host = TCPHost(settings)
    let user = User()
    user.limit = .max
    let (handle, next) = try host.established()
    host.endpoints.setUser(of: handle, to: user)
    host.endpoints.show(handle, true)
    let bytes = [UInt8](repeating: 1, count: 1000)
    let sent = host.receive(.ack, seq: 1001, ack: next, payload: bytes)
    #expect(sent.map(\.header.acknowledgmentNumber.rawValue) == [2001])
    #expect(sent.map(\.header.window) == [2000])
  }

  @Test func `tells who wants to be told, and nobody else`() throws {
    let host = TCPHost()
    let user = User()
    let (handle, next) = try host.established()
    while host.endpoints.nextChange() != nil {}
    host.endpoints.setUser(of: handle, to: user)
    host.receive(.ack, seq: 1001, ack: next, payload: [1])
    #expect(user.events == [.readable])
    #expect(host.endpoints.nextChange() == nil)
    host.endpoints.setUser(of: handle, to: nil)
    host.receive(.ack, seq: 1002, ack: next, payload: [1])
    #expect(user.events == [.readable])
    #expect(host.endpoints.nextChange()?.events == .readable)
  }

  @Test func `tells a listener of each connection that waits`() throws {
    let host = TCPHost()
    let user = User()
    let listener = try host.endpoints.listen(on: 80)
    host.endpoints.setUser(of: listener, to: user)
    let answer = try #require(host.receive(.syn, seq: 1000).first?.header)
    #expect(user.events.isEmpty)
    host.receive(.ack, seq: 1001, ack: answer.sequenceNumber + 1)
    #expect(user.events == [.established])
  }

  @Test func `hands segments to a card that cuts them, full ones only`() throws {
    let host = TCPHost()
    host.endpoints.longestSegment = 65_535
    let (handle, next) = try host.established()
    #expect(host.write([UInt8](repeating: 1, count: 5500), to: handle) == 5500)
    #expect(host.flush().map(\.payload.count) == [5000, 500])
    #expect(host.endpoints.counters.segmentsOut == 7)
    // The next small one waits for the acknowledgement of this one.
    #expect(host.write([UInt8](repeating: 1, count: 2100), to: handle) == 2100)
    #expect(host.flush().map(\.payload.count) == [2000])
    #expect(host.receive(.ack, seq: 1001, ack: next + 7500).map(\.payload.count) == [100])
  }

  @Test func `keeps to the congestion window with a card that cuts segments`() throws {
    let host = TCPHost()
    host.endpoints.longestSegment = 65_535
    let (handle, next) = try host.established()
    _ = host.write([UInt8](repeating: 1, count: 40_000), to: handle)
    #expect(host.flush().map(\.payload.count) == [10_000])
    #expect(host.receive(.ack, seq: 1001, ack: next + 2000).map(\.payload.count) == [4000])
  }

  @Test func `sends one segment again of those that were sent together`() throws {
    let host = TCPHost()
    host.endpoints.longestSegment = 65_535
    let (handle, next) = try host.established()
    _ = host.write([UInt8](repeating: 1, count: 4000), to: handle)
    #expect(host.flush().map(\.payload.count) == [4000])
    for _ in 0..<2 { host.receive(.ack, seq: 1001, ack: next + 1000) }
    let again = host.receive(.ack, seq: 1001, ack: next + 1000)
    _ = again
    let late = host.pass(milliseconds: 1000)
    #expect((again + late).first?.header.sequenceNumber == next + 1000)
    #expect((again + late).first?.payload.count == 1000)
  }
}
