internal import Net
internal import Testing
internal import Wire

@Suite struct StackIPv4Tests {
  /// A host with a socket on port 53 that has met its peer.
  static func host() throws -> Host {
    let host = Host()
    host.meetPeer()
    _ = try host.stack.bindUDP(port: 53)
    return host
  }

  @Test(arguments: 0..<31) func `drops a cut packet`(byteCount: Int) throws {
    let host = try Self.host()
    host.receive(Array(Frames.udp([1, 2, 3]).prefix(14 + byteCount)))
    #expect(host.drops(.ipv4Truncated) == 1)
  }

  @Test func `drops a wrong version and a wrong checksum`() throws {
    let host = try Self.host()
    host.receive(Frames.editing(Frames.udp([1])) { $0[0] = 0x65 })
    #expect(host.drops(.ipv4Malformed) == 1)
    var frame = Frames.udp([1])
    frame[24] ^= 1
    host.receive(frame)
    #expect(host.drops(.ipv4BadChecksum) == 1)
  }

  @Test func `does not read checksums that the device has verified`() throws {
    let host = Host(checksumPolicy: .trustDevice)
    _ = try host.stack.bindUDP(port: 53)
    var frame = Frames.udp([1])
    frame[24] ^= 1
    frame[40] ^= 1
    host.receive(frame)
    #expect(host.stack.counters.datagramsDelivered == 1)
  }

  @Test(arguments: [
    IPv4Address(10, 0, 0, 43), IPv4Address(192, 0, 2, 1), IPv4Address(127, 0, 0, 1),
    IPv4Address(224, 0, 0, 1), IPv4Address(10, 0, 0, 0), IPv4Address.unspecified,
  ])
  func `drops what is for others`(destination: IPv4Address) throws {
    let host = try Self.host()
    host.receive(Frames.udp([1], to: Endpoint(address: destination, port: 53)))
    #expect(host.drops(.ipv4ForAnother) == 1)
  }

  @Test func `takes what a host without an address says to all, and nothing else of it`() throws {
    let host = try Self.host()
    let nobody = Endpoint(address: .unspecified, port: 68)
    let all = Endpoint(address: .broadcast, port: 53)
    host.receive(Frames.udp([1], from: nobody, to: all, link: .broadcast))
    #expect(host.deliveries.map(\.source) == [nobody])
    let network = Endpoint(address: IPv4Address(10, 0, 0, 255), port: 53)
    host.receive(Frames.udp([1], from: nobody, to: network, link: .broadcast))
    #expect(host.drops(.ipv4BadSource) == 1)
  }

  @Test(arguments: [
    IPv4Address.unspecified, IPv4Address(127, 0, 0, 1), IPv4Address(224, 0, 0, 1),
    IPv4Address(240, 0, 0, 1), IPv4Address.broadcast, IPv4Address(10, 0, 0, 255),
    IPv4Address(10, 0, 0, 0), Host.guest,
  ])
  func `drops what no host can have sent`(source: IPv4Address) throws {
    let host = try Self.host()
    #expect(host.receive(Frames.udp([1], from: Endpoint(address: source, port: 9))) == [])
    #expect(host.drops(.ipv4BadSource) == 1)
  }

  @Test func `drops what is for it alone in a frame for all`() throws {
    let host = try Self.host()
    host.receive(Frames.udp([1], link: .broadcast))
    #expect(host.drops(.ipv4LinkBroadcast) == 1)
  }

  @Test(arguments: [(0x20, 0x00), (0x00, 0x01), (0x20, 0xb9)] as [(UInt8, UInt8)])
  func `drops fragments`(high: UInt8, low: UInt8) throws {
    let host = try Self.host()
    let frame = Frames.editing(Frames.udp([1])) { header in
      header[6] = high
      header[7] = low
    }
    #expect(host.receive(frame) == [])
    #expect(host.drops(.ipv4Fragment) == 1)
  }

  @Test(arguments: [0, 1] as [UInt8]) func `takes a packet at its last hop`(timeToLive: UInt8)
    throws
  {
    let host = try Self.host()
    host.receive(Frames.editing(Frames.udp([1])) { $0[8] = timeToLive })
    #expect(host.stack.counters.datagramsDelivered == 1)
  }

  @Test(
    arguments: [[1, 1, 1, 0], [7, 7, 4, 0, 0, 0, 0, 0], [68, 8, 5, 0, 0, 0, 0, 0]] as [[UInt8]])
  func `skips options`(options: [UInt8]) throws {
    let host = try Self.host()
    host.receive(Frames.adding(options: options, to: Frames.udp([5, 6])))
    #expect(host.deliveries.map(\.payload) == [[5, 6]])
  }

  @Test func `drops impossible options and prescribed routes`() throws {
    let host = try Self.host()
    host.receive(Frames.adding(options: [7, 9, 4, 0], to: Frames.udp([1])))
    #expect(host.drops(.ipv4BadOptions) == 1)
    host.receive(Frames.adding(options: [131, 3, 4, 0], to: Frames.udp([1])))
    host.receive(Frames.adding(options: [1, 137, 3, 4], to: Frames.udp([1])))
    #expect(host.drops(.ipv4SourceRouted) == 2)
  }

  @Test func `reaches other networks through the gateway`() throws {
    let host = try Self.host()
    let socket = try host.stack.bindUDP(port: 54)
    let far = Endpoint(address: IPv4Address(192, 0, 2, 1), port: 9)
    let frames = try host.send([1], from: socket, to: far)
    let guest = Endpoint(address: Host.guest, port: 54)
    #expect(
      frames == [Frames.udp([1], from: guest, to: far, card: Host.guestCard, link: Host.peerCard)])
  }

  @Test func `reaches no other network without a gateway`() throws {
    let host = Host(gateway: nil)
    let socket = try host.stack.bindUDP(port: 54)
    #expect(throws: SendError.unreachable) {
      try host.send([1], from: socket, to: Endpoint(address: IPv4Address(192, 0, 2, 1), port: 9))
    }
    #expect(host.stack.counters[.sendUnreachable] == 1)
    host.receive(Frames.icmp(ICMPHeader(type: .echoRequest), from: IPv4Address(192, 0, 2, 1)))
    #expect(host.drops(.replyUnreachable) == 1)
  }

  @Test(arguments: [
    Host.guest, IPv4Address(10, 0, 0, 0), IPv4Address.unspecified, IPv4Address(127, 0, 0, 1),
    IPv4Address(224, 0, 0, 251), IPv4Address(240, 0, 0, 1),
  ])
  func `refuses destinations that lead nowhere`(address: IPv4Address) throws {
    let host = try Self.host()
    let socket = try host.stack.bindUDP(port: 54)
    #expect(throws: SendError.unreachable) {
      try host.send([1], from: socket, to: Endpoint(address: address, port: 9))
    }
  }

  @Test(arguments: [IPv4Address.broadcast, IPv4Address(10, 0, 0, 255)])
  func `sends to all hosts without asking for them`(address: IPv4Address) throws {
    let host = try Self.host()
    let socket = try host.stack.bindUDP(port: 54)
    let frames = try host.send([1], from: socket, to: Endpoint(address: address, port: 9))
    #expect(frames.count == 1 && frames[0].prefix(6).allSatisfy { $0 == 0xff })
  }

  @Test func `drops the rest of what waited when the buffers run out`() throws {
    let host = Host()
    let socket = try host.stack.bindUDP(port: 54)
    for value in 1...3 as ClosedRange<UInt8> {
      try host.send([value], from: socket, to: Endpoint(address: Host.peer, port: 9))
    }
    host.transmitter.bufferCount = 1
    #expect(host.receive(Frames.arpReply()).count == 1)
    #expect(host.stack.counters[.sendNoBuffer] == 2)
  }
}
