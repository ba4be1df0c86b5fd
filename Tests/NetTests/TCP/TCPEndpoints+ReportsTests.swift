internal import Testing
internal import Wire

@testable internal import Net

/// What the network says of segments: RFC 5927, RFC 1191.
@Suite struct TCPEndpointsReportsTests {
  /// A report about the segment of the host with a number.
  static func report(
    _ number: SequenceNumber, code: UnreachableCode, mtu: UInt32 = 0, from local: Port,
    to remote: Port
  ) throws -> PacketReport {
    let ports: [UInt8] = [local.rawValue, remote.rawValue].flatMap {
      [UInt8($0 >> 8), UInt8($0 & 255)]
    }
    let start = ports + (0..<4).map { UInt8(truncatingIfNeeded: number.rawValue >> (24 - 8 * $0)) }
    let packet = Frames.ipv4(start, .tcp, from: TCPHost.address, to: TCPHost.peer)
    let message = ICMPHeader(
      type: .destinationUnreachable, code: code.rawValue, parameter: mtu)
    let report = PacketReport(message, quoting: packet.span.bytes, from: Host.peer)
    return try #require(report)
  }

  /// A host that has sent a SYN.
  static func opening() throws -> (TCPHost, TCPHandle, SequenceNumber, Port) {
    let host = TCPHost()
    let handle = try host.endpoints.connect(
      to: Endpoint(address: TCPHost.peer, port: TCPHost.service), now: host.now)
    let syn = try #require(host.flush().first)
    return (host, handle, syn.header.sequenceNumber, syn.header.sourcePort)
  }

  @Test(arguments: [
    (UnreachableCode.hostUnreachable, TCPError.unreachable), (.networkUnreachable, .unreachable),
    (.communicationProhibited, .unreachable), (.portUnreachable, .refused),
    (.protocolUnreachable, .refused),
  ])
  func `gives up a connection that is being made`(code: UnreachableCode, error: TCPError) throws {
    let (host, handle, number, port) = try Self.opening()
    let report = try Self.report(number, code: code, from: port, to: TCPHost.service)
    #expect(host.endpoints.heed(report))
    #expect(host.flush() == [])
    #expect(host.endpoints.status(of: handle)?.error == error)
  }

  @Test func `heeds nothing about numbers that do not wait`() throws {
    let (host, handle, number, port) = try Self.opening()
    for wrong in [number - 1, number + 1, number + 1_000_000] {
      let report = try Self.report(
        wrong, code: .hostUnreachable, from: port, to: TCPHost.service)
      #expect(!host.endpoints.heed(report))
    }
    let other = try Self.report(number, code: .hostUnreachable, from: port, to: 81)
    #expect(!host.endpoints.heed(other))
    _ = host.flush()
    #expect(host.endpoints.status(of: handle)?.error == nil)
  }

  @Test(arguments: [false, true])
  func `what is too long for its way goes again at once, as after no congestion`(
    usesSACK: Bool
  ) throws {
    // RFC 1191, section 6.4.
    var settings = TCPHost.plainSettings
    settings.usesSACK = usesSACK
    let host = TCPHost(settings)
    let (handle, next) = try host.established { $0.isSACKPermitted = usesSACK }
    let block = try #require(host.endpoints.block(handle))
    let data = [UInt8](repeating: 1, count: 3000)
    _ = host.write(data, to: handle)
    #expect(host.flush().map(\.payload.count) == [1000, 1000, 1000])
    host.pass(milliseconds: 1)
    let report = try Self.report(
      next, code: .fragmentationNeeded, mtu: 640, from: TCPHost.service, to: TCPHost.client)
    #expect(host.endpoints.heed(report))
    #expect(host.endpoints.hasSegments)
    let pieces = host.flush()
    #expect(pieces.map(\.payload.count) == [600, 400, 600, 400, 600, 400])
    let starts = pieces.map { $0.header.sequenceNumber.distance(from: next) }
    #expect(starts == [0, 600, 1000, 1600, 2000, 2600])
    // As many segments as before: RFC 5681, section 3.1.
    #expect(block.congestion.window == 6000 && block.congestion.isInSlowStart)
    // Nothing of that is sent a third time.
    host.pass(milliseconds: 1)
    for number in [600, 1000, 1600, 2000, 2600, 3000] {
      #expect(host.receive(.ack, seq: 1001, ack: next + number).isEmpty)
    }
    #expect(block.recoveryPoint == nil && block.congestion.window >= 6000)
    #expect(host.endpoints.counters.retransmissions == 6)
  }

  @Test func `an established connection survives, and sends what passes`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    let data = [UInt8](repeating: 1, count: 3000)
    _ = host.endpoints.write(data.span.bytes, to: handle, now: host.now)
    let sent = host.flush()
    #expect(sent.map(\.payload.count) == [1000, 1000, 1000])
    let hard = try Self.report(
      next, code: .portUnreachable, from: TCPHost.service, to: TCPHost.client)
    #expect(host.endpoints.heed(hard))
    let narrow = try Self.report(
      next, code: .fragmentationNeeded, mtu: 640, from: TCPHost.service, to: TCPHost.client)
    #expect(host.endpoints.heed(narrow))
    _ = host.endpoints.write(data.span.bytes, to: handle, now: host.now)
    host.receive(.ack, seq: 1001, ack: next + 3000)
    #expect(host.flush().allSatisfy { $0.payload.count <= 600 })
    #expect(host.endpoints.status(of: handle)?.error == nil)
  }
}
