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
}
