internal import Net
internal import Testing
internal import Wire

@Suite struct StackUDPTests {
  static let peer = Endpoint(address: Host.peer, port: 40000)

  static func host() throws -> (Host, UDPSocketHandle) {
    let host = Host()
    host.meetPeer()
    return (host, try host.stack.bindUDP(port: 53))
  }

  @Test(arguments: [0, 1, 512, 1472]) func `delivers any size`(byteCount: Int) throws {
    let (host, socket) = try Self.host()
    let payload = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0) }
    host.receive(Frames.udp(payload))
    #expect(
      host.deliveries == [
        Delivery(
          socket: socket, source: Self.peer,
          destination: Endpoint(address: Host.guest, port: 53), payload: payload)
      ])
  }

  @Test(arguments: [IPv4Address.broadcast, IPv4Address(10, 0, 0, 255)])
  func `delivers what is for all`(address: IPv4Address) throws {
    let (host, socket) = try Self.host()
    let all = Endpoint(address: address, port: 53)
    host.receive(Frames.udp([1], to: all, link: .broadcast))
    #expect(
      host.deliveries
        == [Delivery(socket: socket, source: Self.peer, destination: all, payload: [1])])
  }

  @Test func `delivers to the socket that has the port`() throws {
    let (host, first) = try Self.host()
    let second = try host.stack.bindUDP(port: 54)
    host.receive(Frames.udp([1], to: Endpoint(address: Host.guest, port: 54)))
    host.receive(Frames.udp([1]))
    #expect(host.deliveries.map(\.socket) == [second, first])
    host.stack.unbindUDP(second)
    host.receive(Frames.udp([1], to: Endpoint(address: Host.guest, port: 54)))
    #expect(host.drops(.udpNoSocket) == 1)
  }

  @Test func `drops what the queue has no room for`() throws {
    let (host, _) = try Self.host()
    host.queueLimit = 1
    host.receive(Frames.udp([1]))
    #expect(host.receive(Frames.udp([2])) == [])
    #expect(host.drops(.udpSocketFull) == 1)
    #expect(host.stack.counters.datagramsDelivered == 1)
  }

  @Test(arguments: 0..<8) func `drops a cut header`(byteCount: Int) throws {
    let (host, _) = try Self.host()
    let bytes = [UInt8](repeating: 0, count: byteCount)
    host.receive(Frames.ethernet(Frames.ipv4(bytes, .udp)))
    #expect(host.drops(.udpTruncated) == 1)
  }

  @Test func `drops what makes no sense`() throws {
    let (host, _) = try Self.host()
    var frame = Frames.udp([1, 2])
    frame[39] = 7
    host.receive(frame)
    host.receive(Frames.udp([1], to: Endpoint(address: Host.guest, port: 0)))
    #expect(host.drops(.udpMalformed) == 2)
    frame[39] = 11
    host.receive(frame)
    #expect(host.drops(.udpTruncated) == 1)
    var flipped = Frames.udp([1, 2])
    flipped[42] ^= 1
    host.receive(flipped)
    #expect(host.drops(.udpBadChecksum) == 1)
  }

  @Test func `sends up to the size of the link`() throws {
    let (host, socket) = try Self.host()
    #expect(host.stack.maximumPayloadByteCount == 1472)
    let payload = [UInt8](repeating: 9, count: 1473)
    let frames = try host.send(Array(payload.dropLast()), from: socket, to: Self.peer)
    #expect(frames.map(\.count) == [1514])
    #expect(throws: SendError.tooLong) { try host.send(payload, from: socket, to: Self.peer) }
    #expect(throws: SendError.tooLong) {
      try host.stack.sendUDP(
        from: socket, to: Self.peer, byteCount: .max, now: host.now, transmitter: &host.transmitter
      ) { _ in }
    }
    #expect(host.stack.counters[.sendTooLong] == 2)
    #expect(host.stack.counters.datagramsSent == 1)
  }

  @Test func `refuses a socket that is not bound, and port 0`() throws {
    let (host, socket) = try Self.host()
    let nowhere = Endpoint(address: Host.peer, port: 0)
    #expect(throws: SendError.unreachable) { try host.send([], from: socket, to: nowhere) }
    host.stack.unbindUDP(socket)
    let port = host.stack.port(of: socket)
    #expect(port == nil)
    #expect(throws: SendError.notBound) { try host.send([], from: socket, to: Self.peer) }
  }

  @Test func `tells that no buffer was free`() throws {
    let (host, socket) = try Self.host()
    host.transmitter.bufferCount = 0
    #expect(throws: SendError.noBuffer) { try host.send([1], from: socket, to: Self.peer) }
    #expect(host.stack.counters[.sendNoBuffer] == 1)
    #expect(host.stack.counters.datagramsSent == 0)
  }

  @Test func `gives ephemeral ports`() throws {
    let (host, _) = try Self.host()
    let socket = try host.stack.bindUDP(port: nil)
    let bound = host.stack.port(of: socket)
    let port = try #require(bound)
    #expect(port >= Port.firstEphemeral)
    #expect(throws: BindError.portInUse) { _ = try host.stack.bindUDP(port: port) }
    #expect(throws: BindError.invalidPort) { _ = try host.stack.bindUDP(port: 0) }
  }
}
