internal import Testing
internal import Wire

@testable internal import Net

/// What a host sends to itself, and what is too large for its link.
@Suite struct StackDetourTests {
  static func host() throws -> (Host, UDPSocketHandle) {
    let host = Host()
    host.meetPeer()
    host.stack.enableLoopback()
    return (host, try host.stack.bindUDP(port: 53))
  }

  @Test(arguments: [Host.guest, .loopback, IPv4Address(127, 9, 9, 9)])
  func `delivers a datagram to the host itself`(address: IPv4Address) throws {
    let (host, socket) = try Self.host()
    let other = try host.stack.bindUDP(port: 54)
    let destination = Endpoint(address: address, port: 53)
    #expect(try host.send([1, 2], from: other, to: destination) == [], "no frame leaves")
    let own = address == Host.guest ? Host.guest : .loopback
    let source = Endpoint(address: own, port: 54)
    #expect(
      host.deliveries == [
        Delivery(socket: socket, source: source, destination: destination, payload: [1, 2])
      ])
    #expect(try host.send([3], from: socket, to: source) == [])
    #expect(host.deliveries.last?.payload == [3])
    #expect(host.deliveries.last?.socket == other)
  }

  @Test func `does so while the link is down and without an address`() throws {
    let (host, socket) = try Self.host()
    host.setLink(isUp: false)
    try host.send([1], from: socket, to: Endpoint(address: .loopback, port: 53))
    try host.configure(.none)
    try host.send([2], from: socket, to: Endpoint(address: .loopback, port: 53))
    #expect(host.deliveries.map(\.payload) == [[1], [2]])
    #expect(throws: SendError.unreachable) {
      try host.send([3], from: socket, to: Endpoint(address: .unspecified, port: 53))
    }
  }

  @Test func `answers its own echo requests`() throws {
    let (host, _) = try Self.host()
    var events: [EchoEvent] = []
    host.stack.enableEchoes { event in
      events.append(event)
      return true
    }
    #expect(try host.ping(.loopback, echo: 0x0102_0003, payloadByteCount: 5000) == [])
    guard case .reply(let reply) = events.first else {
      Issue.record("no reply")
      return
    }
    #expect(reply.source == .loopback && reply.echo == 0x0102_0003)
    #expect(reply.payloadByteCount == 5000)
    #expect(host.stack.counters.framesSettled == host.stack.counters.framesIn + 2)
  }

  @Test func `tells itself that nobody has the port`() throws {
    let (host, socket) = try Self.host()
    var reports: [PacketReport] = []
    host.stack.enableDatagramReports {
      reports.append($1)
      return true
    }
    try host.send([1], from: socket, to: Endpoint(address: .loopback, port: 99))
    #expect(reports.map(\.reason) == [.unreachable(.portUnreachable)])
    #expect(reports.first?.remote == Endpoint(address: .loopback, port: 99))
  }

  @Test func `lets nothing of itself in from the wire`() throws {
    let (host, _) = try Self.host()
    host.receive(Frames.udp([1], from: Endpoint(address: .loopback, port: 9)))
    host.receive(Frames.udp([1], from: Endpoint(address: Host.guest, port: 9)))
    #expect(host.drops(.ipv4BadSource) == 2)
    host.receive(Frames.udp([1], to: Endpoint(address: .loopback, port: 53)))
    #expect(host.drops(.ipv4ForAnother) == 1)
    #expect(host.deliveries.isEmpty)
  }

  @Test func `takes no more for itself than it has room for`() throws {
    let (host, socket) = try Self.host()
    host.stack.enableFragments(byteLimit: 1 << 16)
    let payload = [UInt8](repeating: 1, count: 60_000)
    let own = Endpoint(address: .loopback, port: 53)
    // Without a turn of the work in between.
    func sendOnce() throws(SendError) {
      try host.stack.sendUDP(
        from: socket, to: own, byteCount: payload.count, now: host.now,
        transmitter: &host.transmitter
      ) { $0.copy(payload.span.bytes, at: 0) }
    }
    for _ in 0..<4 { try sendOnce() }
    #expect(throws: SendError.noBuffer) { try sendOnce() }
    #expect(host.takeFrames() == [] && host.deliveries.count == 4)
    try sendOnce()
  }

  @Test(arguments: [1473, 8000, 65_507])
  func `cuts datagrams that another host puts together`(byteCount: Int) throws {
    let (host, socket) = try Self.host()
    host.stack.enableFragments(byteLimit: 1 << 16)
    let peer = Host(address: Host.peer, card: Host.peerCard, gateway: nil)
    _ = try peer.stack.bindUDP(port: 9)
    peer.stack.enableFragments(byteLimit: 1 << 18)
    let payload = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 3) }
    let frames = try host.send(payload, from: socket, to: Endpoint(address: Host.peer, port: 9))
    #expect(frames.count == (byteCount + 8 + 1479) / 1480)
    for frame in frames.reversed() { peer.receive(frame) }
    #expect(peer.deliveries.map(\.payload) == [payload])
    #expect(host.stack.maximumPayloadByteCount == 65_507)
  }

  @Test func `gives packets that are cut different numbers`() throws {
    let (host, socket) = try Self.host()
    host.stack.enableFragments(byteLimit: 1 << 16)
    let payload = [UInt8](repeating: 1, count: 2000)
    var numbers: [[UInt8]] = []
    for _ in 0..<3 {
      let frames = try host.send(payload, from: socket, to: Endpoint(address: Host.peer, port: 9))
      #expect(frames.count == 2 && frames[0][18...19] == frames[1][18...19])
      numbers.append(Array(frames[0][18...19]))
    }
    #expect(Set(numbers).count == 3)
  }

  @Test func `refuses what is too large if nobody asked for pieces`() throws {
    let (host, socket) = try Self.host()
    #expect(throws: SendError.tooLong) {
      try host.send(
        [UInt8](repeating: 1, count: 1473), from: socket, to: Endpoint(address: Host.peer, port: 9))
    }
  }

  @Test func `cuts for a link that takes less than nearly all`() throws {
    let host = Host(mtu: 600)
    host.meetPeer()
    host.stack.enableFragments(byteLimit: 1 << 16)
    let socket = try host.stack.bindUDP(port: 53)
    let payload = [UInt8](repeating: 1, count: 1000)
    let sent = try host.send(payload, from: socket, to: Endpoint(address: Host.peer, port: 9))
    #expect(sent.count == 2 && sent.allSatisfy { $0.count <= 614 })
    // Frames that wait for their neighbours have room for what the link takes, and no more.
    for last in 2...20 as ClosedRange<UInt8> {
      let stranger = Endpoint(address: IPv4Address(10, 0, 0, last), port: 9)
      let frames = try host.send(payload, from: socket, to: stranger)
      #expect(frames.allSatisfy { $0[12...13] == [8, 6] })
    }
  }

  @Test func `resolves the next hop of what it cut`() throws {
    let host = Host()
    let socket = try host.stack.bindUDP(port: 53)
    host.stack.enableFragments(byteLimit: 1 << 16)
    let payload = [UInt8](repeating: 1, count: 3000)
    let frames = try host.send(payload, from: socket, to: Endpoint(address: Host.peer, port: 9))
    #expect(frames.count == 1 && frames[0][12...13] == [8, 6])
    #expect(host.receive(Frames.arpReply()).count == 3)
  }
}
