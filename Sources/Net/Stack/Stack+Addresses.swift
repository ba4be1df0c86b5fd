public import Wire

// The addresses of the interface. Read first: RFC 1122, section 3.3.1.6; RFC 2131, section 4.1.

extension Stack {
  /// What the interface goes by at present.
  public var addresses: InterfaceAddresses {
    InterfaceAddresses(
      network: configuration.network, gateway: configuration.gateway, mtu: configuration.mtu,
      routes: routes)
  }

  /// How closely a host is known here: the bits of the longest prefix among the ways to it.
  ///
  /// Of several interfaces the one that knows a host most closely is on the way to it; whose own
  /// address it is knows it best of all.
  ///
  /// Source: RFC 1122, section 3.3.4.3.
  ///
  /// - Returns: 33 for the own address, 0 for the way to all hosts, nil if none leads there.
  public mutating func reach(of host: IPv4Address) -> Int? {
    guard configuration.hasAddress else { return nil }
    guard host != configuration.address else { return 33 }
    var best = configuration.gateway == nil ? -1 : 0
    if configuration.network.contains(host) {
      best = max(best, configuration.network.prefixBitCount)
    }
    for route in routes where route.network.contains(host) {
      best = max(best, route.network.prefixBitCount)
    }
    return best < 0 ? nil : best
  }

  /// Gives the interface other addresses, or takes them away, and announces the new one.
  ///
  /// Neighbours are forgotten, and with them the packets that wait for them, as all of it belongs
  /// to the network that was. Sockets stay bound to their ports.
  ///
  /// - Parameters:
  ///   - addresses: What the interface goes by from now on.
  ///   - now: The present.
  ///   - transmitter: Where the announcement goes.
  /// - Throws: `impossible`; then nothing has changed.
  public mutating func configure(
    _ addresses: InterfaceAddresses, now: Instant,
    transmitter: inout some FrameTransmitter & ~Copyable
  ) throws(ConfigurationError) {
    let next = try configuration(with: addresses)
    let isMoving =
      next.network != configuration.network || next.gateway != configuration.gateway
      || addresses.routes != routes
    configuration = next
    setSendLimit(to: next.mtu)
    // A turn of the work finds again what was learnt of ways.
    if detour != nil { detourDeadline = now }
    guard isMoving else { return }
    plan = AddressPlan(next, hasRoutes: !addresses.routes.isEmpty)
    setRoutes(addresses.routes)
    neighbors = NeighborCache(gateway: next.gateway)
    let lost = waiting.removeAll()
    for _ in 0..<lost { counters.count(.sendUnresolved) }
    defended = nil
    announce(now: now, transmitter: &transmitter)
    hooks.restart?(now)
  }

  /// What the interface would be set to with other addresses.
  ///
  /// - Throws: `impossible` if no host can have them.
  public mutating func configuration(
    with addresses: InterfaceAddresses
  ) throws(ConfigurationError) -> InterfaceConfiguration {
    var next = configuration
    next.network = addresses.network
    next.gateway = addresses.gateway
    next.mtu = addresses.mtu ?? linkMTU
    guard next.isValid, next.mtu <= linkMTU, Self.areValid(addresses.routes, next) else {
      throw .impossible
    }
    return next
  }

  /// Whether all routers are other hosts of the network.
  private static func areValid(_ routes: [Route], _ configuration: InterfaceConfiguration) -> Bool {
    guard routes.count <= RouteTable.capacity else { return false }
    return routes.allSatisfy { route in
      guard let gateway = route.gateway else { return configuration.hasAddress }
      return configuration.network.containsHost(gateway) && gateway != configuration.address
    }
  }

  private mutating func setRoutes(_ routes: [Route]) {
    self.routes = routes
    guard !routes.isEmpty else {
      hooks.route = nil
      return
    }
    let table = RouteTable(
      network: configuration.network, gateway: configuration.gateway, routes: routes)
    hooks.route = { host in table.nextHop(toHost: host) }
  }
  /// Sends no larger packets from now on, unless in pieces.
  private mutating func setSendLimit(to byteCount: Int) {
    sendLimit = byteCount
    if reassembler == nil { largestPayload = byteCount - IPv4Header.byteCount }
    updateDetour()
  }
}
