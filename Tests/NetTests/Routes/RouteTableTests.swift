internal import TestSupport
internal import Testing
internal import Wire

@testable internal import Net

@Suite struct RouteTableTests {
  static func network(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ length: Int) -> IPv4Network
  {
    IPv4Network(address: IPv4Address(a, b, c, d), prefixBitCount: length)
  }

  static let second = IPv4Address(10, 0, 0, 2)
  static let third = IPv4Address(10, 0, 0, 3)
  static let routes = [
    Route(to: network(192, 168, 0, 0, 16), through: second),
    Route(to: network(192, 168, 7, 0, 24), through: third),
    Route(to: network(10, 0, 0, 128, 25), through: third),
    Route(to: network(172, 16, 0, 0, 12), through: nil),
  ]

  @Test(arguments: [
    (IPv4Address(10, 0, 0, 5), IPv4Address(10, 0, 0, 5)), (IPv4Address(10, 0, 0, 200), third),
    (IPv4Address(192, 168, 1, 1), second), (IPv4Address(192, 168, 7, 1), third),
    (IPv4Address(172, 16, 3, 3), IPv4Address(172, 16, 3, 3)), (IPv4Address(8, 8, 8, 8), Host.peer),
  ])
  func `takes the longest prefix`(host: IPv4Address, hop: IPv4Address) {
    let table = RouteTable(
      network: Self.network(10, 0, 0, 42, 24), gateway: Host.peer, routes: Self.routes)
    #expect(table.nextHop(toHost: host) == hop)
  }

  @Test func `knows no way where none leads`() {
    let table = RouteTable(
      network: Self.network(10, 0, 0, 42, 24), gateway: nil, routes: Self.routes)
    #expect(table.nextHop(toHost: IPv4Address(8, 8, 8, 8)) == nil)
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func `finds what a look at all routes finds`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let routes = (0..<generator.below(17)).map { index in
      Route(
        to: IPv4Network(
          address: IPv4Address(rawValue: 0x0a00_0000 | UInt32(generator.below(1 << 16))),
          prefixBitCount: 8 + generator.below(25)),
        through: IPv4Address(10, 0, 0, UInt8(index)))
    }
    let table = RouteTable(network: Self.network(10, 0, 0, 42, 24), gateway: nil, routes: routes)
    for _ in 0..<100 {
      let host = IPv4Address(rawValue: 0x0a00_0000 | UInt32(generator.below(1 << 16)))
      let all = [Route(to: Self.network(10, 0, 0, 42, 24), through: nil)] + routes
      let longest = all.filter { $0.network.contains(host) }.map(\.network.prefixBitCount).max()
      let best = all.first {
        $0.network.contains(host) && $0.network.prefixBitCount == longest
      }
      #expect(table.nextHop(toHost: host) == best.map { $0.gateway ?? host }, "seed \(seed)")
    }
  }

  @Test func `a host sends by its routes`() throws {
    let host = Host()
    let socket = try host.stack.bindUDP(port: 53)
    var addresses = host.stack.addresses
    addresses.routes = Self.routes
    #expect(try host.configure(addresses).count == 1)
    #expect(host.stack.addresses == addresses)
    for (target, hop) in [
      (IPv4Address(192, 168, 7, 1), Self.third), (IPv4Address(10, 0, 0, 200), Self.third),
      (IPv4Address(10, 0, 0, 9), IPv4Address(10, 0, 0, 9)), (IPv4Address(8, 8, 8, 8), Host.peer),
    ] {
      let frames = try host.send([1], from: socket, to: Endpoint(address: target, port: 9))
      let bytes = (0..<4).map { UInt8(truncatingIfNeeded: hop.rawValue >> (24 - 8 * $0)) }
      let isKnown = frames[0][12...13] == [8, 0]
      #expect(isKnown || Array(frames[0][38..<42]) == bytes)
      let card = MACAddress(2, 0, 0, 0, 0, 9)
      host.receive(Frames.arpReply(from: hop, card: card))
      let sent = try host.send([1], from: socket, to: Endpoint(address: target, port: 9))
      #expect(sent.count == 1 && Array(sent[0].prefix(6)) == [2, 0, 0, 0, 0, 9])
    }
    addresses.routes = []
    try host.configure(addresses)
    let frames = try host.send(
      [1], from: socket, to: Endpoint(address: IPv4Address(192, 168, 7, 1), port: 9))
    #expect(Array(frames[0][38..<42]) == [10, 0, 0, 1], "only the gateway is left")
  }

  @Test(arguments: [
    Host.guest, IPv4Address(10, 0, 1, 1), IPv4Address(10, 0, 0, 255), IPv4Address.unspecified,
  ])
  func `routers must be other hosts of the network`(gateway: IPv4Address) {
    let host = Host()
    var addresses = host.stack.addresses
    addresses.routes = [Route(to: Self.network(192, 168, 0, 0, 16), through: gateway)]
    #expect(throws: ConfigurationError.impossible) { try host.configure(addresses) }
  }
}
