internal import Testing
internal import Wire

@testable internal import Net

/// What becomes of connections when the host's address changes: RFC 5227, section 2.4.
@Suite struct TCPEndpointsAddressesTests {
  static let other = IPv4Address(10, 0, 0, 99)

  @Test func `resets the connections of an address that goes`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    #expect(host.endpoints.move(to: Self.other) == 1)
    let sent = host.flush()
    #expect(sent.map(\.header.flags) == [.rst | .ack])
    #expect(sent.first?.header.sequenceNumber == next)
    #expect(host.endpoints.status(of: handle)?.error == .addressLost)
    #expect(host.endpoints.status(of: handle)?.state == .closed)
    #expect(host.endpoints.move(to: Self.other) == 0, "each is told once")
  }

  @Test func `opens connections from the new address, and takes them there`() throws {
    let host = TCPHost()
    _ = try host.established()
    host.endpoints.move(to: Self.other)
    _ = host.flush()
    let handle = try host.endpoints.connect(
      to: Endpoint(address: TCPHost.peer, port: 7), now: host.now)
    _ = host.flush()
    #expect(host.endpoints.status(of: handle)?.local.address == Self.other)
    #expect(host.receive(.syn, seq: 1, from: 40001).first?.header.flags == .syn | .ack)
  }

  @Test func `leaves connections of the host with itself alone`() throws {
    let host = TCPHost()
    let handle = try host.endpoints.connect(
      to: Endpoint(address: .loopback, port: 7), now: host.now)
    #expect(host.endpoints.status(of: handle)?.local.address == .loopback)
    #expect(host.endpoints.move(to: .unspecified) == 0)
    #expect(host.endpoints.status(of: handle)?.error == nil)
  }

  @Test func `gives up what nobody has accepted yet`() throws {
    let host = TCPHost()
    let listener = try host.endpoints.listen(on: TCPHost.service)
    host.receive(.syn, seq: TCPHost.peerStart)
    host.endpoints.move(to: Self.other)
    _ = host.flush()
    #expect(host.endpoints.connectionCount == 0)
    #expect(host.endpoints.accept(listener) == nil)
  }

  @Test func `makes segments fit another link`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    host.endpoints.fitSegments(toMTU: 640)
    #expect(host.endpoints.settings.maximumSegmentSize == 600)
    #expect(host.write([UInt8](repeating: 1, count: 3000), to: handle) == 3000)
    let sent = host.flush()
    #expect(sent.first?.header.sequenceNumber == next)
    #expect(sent.allSatisfy { $0.payload.count <= 600 } && !sent.isEmpty)
  }
}
