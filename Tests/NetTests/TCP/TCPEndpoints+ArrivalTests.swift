internal import Net
internal import Testing
internal import Wire

@Suite struct TCPEndpointsArrivalTests {
  @Test func `resets a segment that nobody wants`() {
    // RFC 9293, section 3.10.7.1.
    let host = TCPHost()
    let syn = host.receive(.syn, seq: 1000)
    #expect(syn.map(\.header.flags) == [.rst | .ack])
    #expect(syn.map(\.header.acknowledgmentNumber) == [1001])
    let data = host.receive(.ack, seq: 1000, ack: 7, payload: [1])
    #expect(data.map(\.header.flags) == [.rst])
    #expect(data.map(\.header.sequenceNumber) == [7])
    #expect(host.receive(.rst, seq: 1000).isEmpty)
  }

  @Test func `a listener resets an acknowledgement and ignores a reset`() throws {
    let host = TCPHost()
    _ = try host.endpoints.listen(on: 80)
    #expect(host.receive(.rst, seq: 5).isEmpty)
    #expect(host.receive(.ack, seq: 5, ack: 9).map(\.header.flags) == [.rst])
    #expect(host.receive(.fin, seq: 5).isEmpty)
  }

  @Test func `lets SYNs wait while the backlog is full`() throws {
    let host = TCPHost()
    let listener = try host.endpoints.listen(on: 80, backlog: 1)
    let answer = try #require(host.receive(.syn, seq: 1000).first?.header)
    host.receive(.ack, seq: 1001, ack: answer.sequenceNumber + 1)
    #expect(host.receive(.syn, seq: 1000, from: 40001).isEmpty)
    #expect(host.endpoints.counters.backlogDrops == 1)
    #expect(host.endpoints.accept(listener) != nil)
    #expect(host.receive(.syn, seq: 1000, from: 40001).count == 1)
  }

  @Test func `answers a flood by cookies, and takes up who brings one back`() throws {
    // RFC 4987, section 3.6.
    let host = TCPHost()
    let listener = try host.endpoints.listen(on: 80, backlog: 16)
    for port in 1...16 as ClosedRange<UInt16> { host.receive(.syn, seq: 1000, from: Port(port)) }
    #expect(host.endpoints.connectionCount == 16)
    let cookie = try #require(
      host.receive(.syn, seq: 5000) { $0.maximumSegmentSize = 1460 }.first?.header)
    #expect(cookie.flags == .syn | .ack)
    #expect(host.endpoints.connectionCount == 16)
    // Somebody who guesses is refused.
    let guess = cookie.sequenceNumber + 9
    #expect(host.receive(.ack, seq: 5001, ack: guess).map(\.header.flags) == [.rst])
    host.receive(.ack, seq: 5001, ack: cookie.sequenceNumber + 1, payload: [1, 2, 3])
    let handle = try #require(host.endpoints.accept(listener))
    #expect(host.state(handle) == .established)
    #expect(host.read(handle) == [1, 2, 3])
  }

  @Test func `a cookie goes stale`() throws {
    let host = TCPHost()
    _ = try host.endpoints.listen(on: 80, backlog: 16)
    for port in 1...16 as ClosedRange<UInt16> { host.receive(.syn, seq: 1000, from: Port(port)) }
    let cookie = try #require(host.receive(.syn, seq: 5000).first?.header)
    host.pass(milliseconds: 130_000)
    let sent = host.receive(.ack, seq: 5001, ack: cookie.sequenceNumber + 1)
    #expect(sent.map(\.header.flags) == [.rst])
  }

  @Test func `a new connection takes the place of one that waits`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    host.endpoints.close(handle, now: host.now)
    _ = host.flush()
    host.receive(.fin | .ack, seq: 1001, ack: next + 1)
    #expect(host.endpoints.connectionCount == 1)
    #expect(host.receive(.syn, seq: 900).map(\.header.flags) == [.ack])
    #expect(host.receive(.syn, seq: 9000).map(\.header.flags) == [.syn | .ack])
  }

  @Test func `a connection that is never established frees its place at the listener`() throws {
    let host = TCPHost()
    _ = try host.endpoints.listen(on: 80, backlog: 16)
    for port in 1...16 as ClosedRange<UInt16> { host.receive(.syn, seq: 1000, from: Port(port)) }
    for _ in 0..<200 { host.pass(milliseconds: 1000) }
    #expect(host.endpoints.connectionCount == 0)
    host.receive(.syn, seq: 5000)
    #expect(host.endpoints.counters.cookiesSent == 0)
    #expect(host.endpoints.connectionCount == 1)
  }

  @Test func `a connection that is reset before it is accepted is forgotten`() throws {
    let host = TCPHost()
    let listener = try host.endpoints.listen(on: 80)
    let answer = try #require(host.receive(.syn, seq: 1000).first?.header)
    host.receive(.ack, seq: 1001, ack: answer.sequenceNumber + 1)
    host.receive(.rst, seq: 1001)
    #expect(host.endpoints.accept(listener) == nil)
    #expect(host.endpoints.connectionCount == 0)
  }

  @Test func `a reset ends a connection that is half open, and it is forgotten`() throws {
    let host = TCPHost()
    _ = try host.endpoints.listen(on: 80)
    host.receive(.syn, seq: 1000)
    host.receive(.rst, seq: 1001)
    #expect(host.endpoints.connectionCount == 0)
    #expect(host.endpoints.nextDeadline == nil)
  }

  @Test func `who waits for late segments keeps its data when another takes its place`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    host.endpoints.closeSending(handle)
    _ = host.flush()
    host.receive(.fin | .ack, seq: 1001, ack: next + 1, payload: [1, 2])
    #expect(host.state(handle) == .timeWait)
    host.receive(.syn, seq: 9000)
    #expect(host.read(handle) == [1, 2])
    host.endpoints.close(handle, now: host.now)
    _ = host.flush()
    #expect(host.endpoints.connectionCount == 1)
    #expect(host.receive(.ack, seq: 9001, ack: 0).map(\.header.flags) == [.rst])
  }

  @Test func `drops and counts what is no sound segment`() {
    let host = TCPHost()
    let ip = IPv4Header(source: TCPHost.peer, destination: TCPHost.address, payloadProtocol: .tcp)
    for bytes in [[], [UInt8](repeating: 0, count: 19), [UInt8](repeating: 1, count: 20)] {
      host.endpoints.receive(bytes.span.bytes, in: ip, checksumPolicy: .verify, now: host.now)
    }
    #expect(host.endpoints.counters.unsoundIn == 3)
    #expect(host.flush().isEmpty)
  }

  @Test func `answers no more strays at a time than there is room for`() {
    let host = TCPHost()
    host.fate = .noBuffer
    for port in 1...300 as ClosedRange<UInt16> { host.receive(.syn, seq: 1000, from: Port(port)) }
    host.fate = .sent
    #expect(host.flush().count == 256)
    #expect(host.endpoints.counters.repliesDropped == 44)
  }

  @Test func `tells at which listener a connection waits`() throws {
    let host = TCPHost()
    let listener = try host.endpoints.listen(on: 80)
    let answer = try #require(host.receive(.syn, seq: 1000).first?.header)
    #expect(host.endpoints.nextChange() == nil)
    host.receive(.ack, seq: 1001, ack: answer.sequenceNumber + 1)
    let change = try #require(host.endpoints.nextChange())
    #expect(host.endpoints.listener(of: change.handle) == listener)
    #expect(host.endpoints.accept(listener) == change.handle)
    #expect(host.endpoints.listener(of: change.handle) == nil)
  }

  @Test func `a connection that was reset is none, though its user still holds it`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    host.receive(.rst, seq: 1001)
    #expect(host.receive(.ack, seq: 1001, ack: next).map(\.header.flags) == [.rst])
    #expect(host.endpoints.status(of: handle)?.error == .reset)
    #expect(host.receive(.syn, seq: 5000).map(\.header.flags) == [.syn | .ack])
    host.endpoints.close(handle, now: host.now)
    _ = host.flush()
    #expect(host.endpoints.connectionCount == 1)
  }
}
