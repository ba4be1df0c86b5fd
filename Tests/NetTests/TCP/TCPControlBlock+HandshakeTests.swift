internal import Net
internal import Testing
internal import Wire

@Suite struct TCPControlBlockHandshakeTests {
  static let remote = Endpoint(address: TCPHost.peer, port: 80)

  /// A connection that has just been begun, and its SYN.
  static func calling(_ host: TCPHost) throws -> (handle: TCPHandle, syn: TCPHeader) {
    let handle = try host.endpoints.connect(to: remote, now: host.now)
    let sent = host.flush()
    return (handle, try #require(sent.first?.header))
  }

  @Test func `answers a SYN`() throws {
    let host = TCPHost()
    _ = try host.endpoints.listen(on: 80)
    let sent = host.receive(.syn, seq: 1000)
    #expect(sent.map(\.header.flags) == [.syn | .ack])
    #expect(sent.map(\.header.acknowledgmentNumber) == [1001])
    #expect(sent.first?.header.maximumSegmentSize == 1000)
  }

  @Test func `answers a SYN that comes again with the same number`() throws {
    let host = TCPHost()
    _ = try host.endpoints.listen(on: 80)
    let first = host.receive(.syn, seq: 1000)
    let second = host.receive(.syn, seq: 1000)
    #expect(first == second)
    #expect(host.endpoints.connectionCount == 1)
  }

  @Test func `sends its SYN again after one second, then two`() throws {
    let host = TCPHost()
    _ = try host.endpoints.listen(on: 80)
    host.receive(.syn, seq: 1000)
    #expect(host.pass(milliseconds: 999).isEmpty)
    #expect(host.pass(milliseconds: 1).map(\.header.flags) == [.syn | .ack])
    #expect(host.pass(milliseconds: 1999).isEmpty)
    #expect(host.pass(milliseconds: 1).map(\.header.flags) == [.syn | .ack])
  }

  @Test func `calls and is answered`() throws {
    let host = TCPHost()
    let (handle, syn) = try Self.calling(host)
    #expect(syn.flags == .syn)
    #expect(syn.sourcePort >= .firstEphemeral)
    let sent = host.receive(
      .syn | .ack, seq: 500, ack: syn.sequenceNumber + 1, from: 80, to: syn.sourcePort)
    #expect(sent.map(\.header.flags) == [.ack])
    #expect(sent.map(\.header.acknowledgmentNumber) == [501])
    #expect(host.state(handle) == .established)
    #expect(host.endpoints.nextChange()?.events.contains(.established) == true)
  }

  @Test func `is refused`() throws {
    let host = TCPHost()
    let (handle, syn) = try Self.calling(host)
    host.receive(
      .rst | .ack, seq: 0, ack: syn.sequenceNumber + 1, from: 80, to: syn.sourcePort)
    #expect(host.endpoints.status(of: handle)?.error == .refused)
  }

  @Test func `ignores a reset that does not acknowledge its SYN`() throws {
    let host = TCPHost()
    let (handle, syn) = try Self.calling(host)
    #expect(host.receive(.rst, seq: 0, from: 80, to: syn.sourcePort).isEmpty)
    #expect(host.state(handle) == .synSent)
  }

  @Test func `resets an answer to another SYN`() throws {
    let host = TCPHost()
    let (handle, syn) = try Self.calling(host)
    let sent = host.receive(
      .syn | .ack, seq: 500, ack: syn.sequenceNumber, from: 80, to: syn.sourcePort)
    #expect(sent.map(\.header.flags) == [.rst])
    #expect(host.state(handle) == .synSent)
  }

  @Test func `meets a peer that calls at the same time`() throws {
    // RFC 9293, section 3.5, figure 7.
    let host = TCPHost()
    let (handle, syn) = try Self.calling(host)
    let sent = host.receive(.syn, seq: 500, from: 80, to: syn.sourcePort)
    #expect(sent.map(\.header.flags) == [.syn | .ack])
    #expect(sent.map(\.header.sequenceNumber) == [syn.sequenceNumber])
    #expect(host.state(handle) == .synReceived)
    host.receive(.ack, seq: 501, ack: syn.sequenceNumber + 1, from: 80, to: syn.sourcePort)
    #expect(host.state(handle) == .established)
  }

  @Test func `gives up a peer that does not answer`() throws {
    let host = TCPHost()
    let (handle, _) = try Self.calling(host)
    for _ in 0..<400 { host.pass(milliseconds: 1000) }
    #expect(host.endpoints.status(of: handle)?.error == .timedOut)
  }

  @Test func `uses an option only if both offer it`() throws {
    let host = TCPHost(TCPSettings())
    _ = try host.endpoints.listen(on: 80)
    let plain = try #require(host.receive(.syn, seq: 1000).first?.header)
    #expect(plain.windowScale == nil)
    #expect(plain.timestamps == nil)
    #expect(!plain.isSACKPermitted)
    let rich = try #require(
      host.receive(.syn, seq: 1000, from: 40001) {
        $0.windowScale = 10
        $0.timestamps = TCPTimestamps(value: 77, echo: 0)
        $0.isSACKPermitted = true
      }.first?.header)
    #expect(rich.windowScale != nil)
    #expect(rich.timestamps?.echo == 77)
    #expect(rich.isSACKPermitted)
  }
}
