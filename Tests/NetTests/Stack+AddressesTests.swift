internal import Net
internal import Testing
internal import Wire

/// An interface whose address comes, changes and goes while it runs.
@Suite struct StackAddressesTests {
  static let server = Endpoint(address: Host.peer, port: 67)
  static let everybody = Endpoint(address: .broadcast, port: 67)
  static let other = InterfaceAddresses(
    network: IPv4Network(address: IPv4Address(10, 0, 0, 99), prefixBitCount: 24), gateway: nil)

  /// A host without an address, with a socket of a client of DHCP.
  static func host() throws -> (Host, UDPSocketHandle) {
    let host = Host()
    #expect(try host.configure(.none) == [], "nothing is announced")
    return (host, try host.stack.bindUDP(port: 68))
  }

  @Test func `tells how closely it knows a host`() throws {
    let host = Host()
    let far = IPv4Address(192, 0, 2, 9)
    #expect(host.stack.reach(of: Host.guest) == 33)
    #expect(host.stack.reach(of: Host.peer) == 24)
    #expect(host.stack.reach(of: far) == 0)
    var addresses = host.stack.addresses
    addresses.gateway = nil
    try host.configure(addresses)
    #expect(host.stack.reach(of: far) == nil)
    let route = IPv4Network(address: IPv4Address(192, 0, 2, 0), prefixBitCount: 28)
    addresses.routes = [Route(to: route, through: Host.peer)]
    try host.configure(addresses)
    #expect(host.stack.reach(of: far) == 28)
    #expect(host.stack.reach(of: IPv4Address(192, 0, 2, 99)) == nil)
    try host.configure(.none)
    #expect(host.stack.reach(of: Host.peer) == nil)
  }

  @Test func `sends to all hosts without an address`() throws {
    let (host, socket) = try Self.host()
    let frames = try host.send([1], from: socket, to: Self.everybody)
    #expect(
      frames == [
        Frames.udp(
          [1], from: Endpoint(address: .unspecified, port: 68), to: Self.everybody,
          card: Host.guestCard, link: .broadcast)
      ])
    #expect(throws: SendError.unreachable) {
      try host.send([1], from: socket, to: Self.server)
    }
  }

  @Test(arguments: [
    (IPv4Address.broadcast, MACAddress.broadcast), (Host.guest, Host.guestCard),
    (IPv4Address(192, 0, 2, 9), Host.guestCard),
  ])
  func `takes datagrams for all and for its card`(address: IPv4Address, card: MACAddress) throws {
    let (host, socket) = try Self.host()
    let target = Endpoint(address: address, port: 68)
    host.receive(Frames.udp([7], from: Self.server, to: target, link: card))
    #expect(
      host.deliveries == [
        Delivery(socket: socket, source: Self.server, destination: target, payload: [7])
      ])
  }

  @Test func `takes nothing else for an address that it may get`() throws {
    let (host, _) = try Self.host()
    let target = Endpoint(address: Host.guest, port: 68)
    host.receive(Frames.udp([7], to: target, link: .broadcast))
    let group = Endpoint(address: IPv4Address(224, 0, 0, 1), port: 68)
    host.receive(Frames.udp([7], to: group))
    #expect(host.drops(.ipv4ForAnother) == 2)
    #expect(host.receive(Frames.icmp(ICMPHeader(type: .echoRequest))) == [])
    #expect(host.receive(Frames.udp([7], to: Endpoint(address: Host.guest, port: 9))) == [])
    #expect(host.deliveries.isEmpty)
  }

  @Test func `has nothing to say to ARP`() throws {
    let (host, _) = try Self.host()
    #expect(host.receive(Frames.arpRequest()) == [])
    #expect(host.receive(Frames.arpRequest(from: .unspecified, for: .unspecified)) == [])
    #expect(host.receive(Frames.arpRequest(from: .unspecified)) == [])
    #expect(host.drops(.arpForAnother) == 3)
    #expect(host.setLink(isUp: false) == [])
    #expect(host.setLink(isUp: true) == [])
  }

  @Test func `announces the address that it gets, and answers by it`() throws {
    let (host, socket) = try Self.host()
    let addresses = InterfaceAddresses(
      network: IPv4Network(address: Host.guest, prefixBitCount: 24), gateway: Host.peer)
    #expect(try host.configure(addresses) == [StackARPTests.announcement])
    #expect(host.receive(Frames.arpRequest()).count == 1)
    let frames = try host.send([1], from: socket, to: Self.server)
    let guest = Endpoint(address: Host.guest, port: 68)
    #expect(
      frames == [
        Frames.udp([1], from: guest, to: Self.server, card: Host.guestCard, link: Host.peerCard)
      ])
  }

  @Test func `forgets neighbours and what waited for them with the old network`() throws {
    let host = Host()
    let socket = try host.stack.bindUDP(port: 68)
    host.meetPeer()
    try host.send([1], from: socket, to: Endpoint(address: IPv4Address(10, 0, 0, 3), port: 9))
    #expect(try host.configure(Self.other).count == 1)
    #expect(host.stack.counters[.sendUnresolved] == 1)
    #expect(host.stack.nextDeadline == nil)
    #expect(host.receive(Frames.arpRequest()) == [], "the old address is no longer ours")
    let frames = try host.send([1], from: socket, to: Self.server)
    #expect(frames.count == 1 && frames[0][12...13] == [8, 6], "the peer is asked for again")
  }

  @Test func `sends smaller packets if told so, and takes large ones all the same`() throws {
    let host = Host()
    let socket = try host.stack.bindUDP(port: 53)
    host.meetPeer()
    var addresses = host.stack.addresses
    addresses.mtu = 600
    #expect(try host.configure(addresses) == [], "the address is the same")
    #expect(host.stack.maximumPayloadByteCount == 572)
    #expect(throws: SendError.tooLong) {
      try host.send([UInt8](repeating: 1, count: 573), from: socket, to: Self.server)
    }
    host.receive(Frames.udp([UInt8](repeating: 1, count: 1472)))
    #expect(host.deliveries.count == 1)
    addresses.mtu = nil
    try host.configure(addresses)
    #expect(host.stack.maximumPayloadByteCount == 1472)
  }

  @Test(arguments: [
    InterfaceAddresses(network: IPv4Network(address: .broadcast, prefixBitCount: 24)),
    InterfaceAddresses(network: .none, gateway: Host.peer),
    InterfaceAddresses(network: other.network, gateway: other.network.address),
    InterfaceAddresses(network: other.network, mtu: 1501),
    InterfaceAddresses(network: other.network, mtu: 575),
  ])
  func `keeps what it has instead of what cannot be`(addresses: InterfaceAddresses) throws {
    let host = Host()
    let before = host.stack.addresses
    #expect(throws: ConfigurationError.impossible) { try host.configure(addresses) }
    #expect(host.stack.addresses == before)
    #expect(host.receive(Frames.arpRequest()).count == 1)
  }
}
