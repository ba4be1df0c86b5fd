internal import Testing
internal import Wire

@testable internal import Net

/// What others say became of packets that this host sent.
@Suite struct StackControlTests {
  static let far = Endpoint(address: IPv4Address(192, 0, 2, 1), port: 9)
  static let router = IPv4Address(10, 0, 0, 1)

  /// Keeps what a host is told.
  final class Told {
    var reports: [(UDPSocketHandle, PacketReport)] = []
    var events: [EchoEvent] = []
    var segments: [PacketReport] = []
    /// Whether the user of the socket asks for reports.
    var isWanted = true
  }

  static func host() throws -> (Host, UDPSocketHandle, Told) {
    let host = Host()
    host.meetPeer()
    let told = Told()
    host.stack.enableDatagramReports {
      told.reports.append(($0, $1))
      return told.isWanted
    }
    return (host, try host.stack.bindUDP(port: 53), told)
  }

  /// A report about a frame that the host sent.
  static func report(
    _ frame: [UInt8], type: ICMPType = .destinationUnreachable, code: UInt8 = 3,
    parameter: UInt32 = 0, byteCount: Int = 28, from reporter: IPv4Address = router
  ) -> [UInt8] {
    Frames.icmp(
      ICMPHeader(type: type, code: code, parameter: parameter),
      Array(frame[14...].prefix(byteCount)), from: reporter)
  }

  @Test(
    arguments: [
      (.destinationUnreachable, 3, .unreachable(.portUnreachable)),
      (.destinationUnreachable, 1, .unreachable(.hostUnreachable)),
      (.destinationUnreachable, 13, .unreachable(.communicationProhibited)),
      (.timeExceeded, 0, .tooManyHops), (.timeExceeded, 1, .incomplete),
      (.parameterProblem, 0, .malformed),
    ] as [(ICMPType, UInt8, PacketReport.Reason)])
  func `tells a socket of its datagrams`(
    type: ICMPType, code: UInt8, reason: PacketReport.Reason
  ) throws {
    let (host, socket, told) = try Self.host()
    let frame = try #require(try host.send([1, 2], from: socket, to: Self.far).first)
    #expect(host.receive(Self.report(frame, type: type, code: code)) == [])
    #expect(told.reports.map(\.0) == [socket])
    let report = try #require(told.reports.first?.1)
    #expect(report.reason == reason && report.reporter == Self.router)
    #expect(report.remote == Self.far && report.sourcePort == 53)
    #expect(report.isPermanent == (reason == .unreachable(.portUnreachable)))
    #expect(host.stack.counters.handedOver == 1)
  }

  @Test func `drops reports that nobody asked for`() throws {
    let host = Host()
    host.meetPeer()
    let socket = try host.stack.bindUDP(port: 53)
    let frame = try #require(try host.send([1], from: socket, to: Self.far).first)
    host.receive(Self.report(frame))
    #expect(host.drops(.icmpError) == 1)
  }

  @Test func `believes no report about what it cannot have sent`() throws {
    let (host, socket, told) = try Self.host()
    let frame = try #require(try host.send([1], from: socket, to: Self.far).first)
    var other = frame
    other[29] = 43  // another host's packet
    host.receive(Self.report(other))
    for byteCount in 0..<28 { host.receive(Self.report(frame, byteCount: byteCount)) }
    var piece = frame
    piece[21] = 1  // not the first piece
    host.receive(Self.report(piece))
    var version = frame
    version[14] = 0x65
    host.receive(Self.report(version))
    host.receive(Self.report(frame, code: 16))
    host.receive(Self.report(frame, type: .redirect, code: 1))
    host.receive(Self.report(frame, type: .sourceQuench, code: 0))
    #expect(host.drops(.icmpError) == 34)
    var port = frame
    port[35] = 54  // a port that is not bound
    host.receive(Self.report(port))
    #expect(told.reports.isEmpty)
  }

  @Test func `sends no larger packets than a router says pass`() throws {
    let (host, socket, _) = try Self.host()
    let payload = [UInt8](repeating: 1, count: 1000)
    let frame = try #require(try host.send(payload, from: socket, to: Self.far).first)
    host.receive(Self.report(frame, code: 4, parameter: 800))
    #expect(host.stack.pathMTU(to: Self.far.address, now: host.now) == 800)
    // Whoever said so, what is sent arrives: in pieces that routers make, if need be.
    let whole = try host.send(payload, from: socket, to: Self.far)
    #expect(whole.map(\.count) == [1042] && whole[0][20...21] == [0, 0])
    let peer = Endpoint(address: Host.peer, port: 9)
    let other = try #require(try host.send(payload, from: socket, to: peer).first)
    #expect(other.count == 1042 && other[20] == 0x40)
    host.stack.enableFragments(byteLimit: 1 << 16)
    #expect(try host.send(payload, from: socket, to: Self.far).map(\.count) == [1042])
    let long = [UInt8](repeating: 1, count: 1300)
    let pieces = try host.send(long, from: socket, to: Self.far)
    #expect(pieces.map(\.count) == [14 + 20 + 776, 14 + 20 + 532])
    #expect(pieces.allSatisfy { $0[20] & 0x40 == 0 }, "routers may cut them further")
    // RFC 1191, section 6.3: after 10 min the way may be another.
    host.advance(toSecond: 601)
    #expect(host.stack.pathMTU(to: Self.far.address, now: host.now) == 1500)
    host.receive(Frames.arpReply())
    #expect(try host.send(payload, from: socket, to: Self.far).map(\.count) == [1042])
  }

  @Test func `believes no larger limit than before, and none that is too small`() throws {
    let (host, socket, _) = try Self.host()
    let frame = try #require(
      try host.send([UInt8](repeating: 1, count: 1400), from: socket, to: Self.far).first)
    func limit(after said: UInt32) -> Int {
      host.receive(Self.report(frame, code: 4, parameter: said))
      return host.stack.pathMTU(to: Self.far.address, now: host.now)
    }
    #expect(limit(after: 9000) == 1500)
    #expect(limit(after: 1300) == 1300)
    #expect(limit(after: 1400) == 1300)
    // An old router says nothing: the next plateau below the size of the packet, 1428.
    #expect(limit(after: 0) == 1006)
    #expect(limit(after: 68) == PathMTUs.minimum)
  }

  @Test func `believes what a way takes only for the sake of who wants to know`() throws {
    let (host, socket, told) = try Self.host()
    told.isWanted = false
    let frame = try #require(
      try host.send([UInt8](repeating: 1, count: 1400), from: socket, to: Self.far).first)
    let report = Self.report(frame, code: 4, parameter: 552)
    host.receive(report)
    #expect(host.stack.pathMTU(to: Self.far.address, now: host.now) == 1500)
    host.stack.enableFragments(byteLimit: 1 << 16)
    host.receive(report)
    #expect(host.stack.pathMTU(to: Self.far.address, now: host.now) == 552)
    #expect(told.reports.count == 2)
    // As large as answers of name servers are.
    let payload = [UInt8](repeating: 1, count: 1232)
    #expect(try host.send(payload, from: socket, to: Self.far).map(\.count) == [1274])
  }

  @Test func `asks TCP whether a segment was its`() throws {
    let (host, _, told) = try Self.host()
    host.stack.enableSegmentReports { report in
      told.segments.append(report)
      return report.sequenceNumber == 0x0102_0304
    }
    let start: [UInt8] = [0xc0, 0, 0, 80, 1, 2, 3, 4]
    var packet = Frames.ethernet(
      Frames.ipv4(start, .tcp, from: Host.guest, to: Self.far.address))
    host.receive(Self.report(packet, code: 4, parameter: 1000))
    #expect(host.stack.pathMTU(to: Self.far.address, now: host.now) == 1000)
    packet[41] = 5
    host.receive(Self.report(packet, code: 4, parameter: 800))
    #expect(host.stack.pathMTU(to: Self.far.address, now: host.now) == 1000)
    #expect(
      told.segments.map(\.remote) == [Endpoint(address: Self.far.address, port: 80)] + [
        Endpoint(address: Self.far.address, port: 80)
      ])
    #expect(told.segments.map(\.sourcePort) == [0xc000, 0xc000])
  }

  @Test func `tells what became of an echo request`() throws {
    let (host, _, told) = try Self.host()
    host.stack.enableEchoes { event in
      told.events.append(event)
      return true
    }
    let request = try #require(
      try host.ping(Self.far.address, echo: 0x0007_0001, payloadByteCount: 4, timeToLive: 3).first)
    #expect(request[22] == 3 && request.count == 14 + 20 + 12)
    host.receive(
      Frames.icmp(
        ICMPHeader(type: .echoReply, parameter: 0x0007_0001), Array(request[42...]),
        from: Self.far.address))
    host.receive(Self.report(request, type: .timeExceeded, code: 0))
    #expect(told.events.count == 2)
    guard case .reply(let reply) = told.events.first,
      case .report(let report, _) = told.events.last
    else {
      Issue.record("other events")
      return
    }
    #expect(reply.source == Self.far.address && reply.echo == 0x0007_0001)
    #expect(reply.timeToLive == 64 && reply.payloadByteCount == 4)
    #expect(report.echo == 0x0007_0001 && report.reason == .tooManyHops)
  }

  @Test func `refuses echo requests that lead nowhere`() throws {
    let (host, _, _) = try Self.host()
    for address in [IPv4Address.broadcast, IPv4Address(224, 0, 0, 1), .unspecified] {
      #expect(throws: SendError.unreachable) { try host.ping(address) }
    }
    #expect(throws: SendError.unreachable) { try host.ping(.loopback) }
    #expect(throws: SendError.tooLong) { try host.ping(Host.peer, payloadByteCount: 65_508) }
    #expect(throws: SendError.tooLong) { try host.ping(Host.peer, payloadByteCount: 1473) }
    host.setLink(isUp: false)
    #expect(throws: SendError.linkDown) { try host.ping(Host.peer) }
  }

  @Test func `keeps few reports at a time`() throws {
    let (host, socket, told) = try Self.host()
    let frame = try #require(try host.send([1], from: socket, to: Self.far).first)
    let report = Self.report(frame)
    for _ in 0..<100 {
      host.stack.receive(report.span.bytes, now: host.now, transmitter: &host.transmitter) { _ in
        false
      }
    }
    _ = host.takeFrames()
    #expect(told.reports.count == ControlMessages.reportLimit)
  }
}
