internal import Wire

// The addresses of the interface. Read first: RFC 1122, section 3.3.1.6; RFC 2131, section 4.1.

extension Stack {
  /// What the interface goes by at present.
  public var addresses: InterfaceAddresses {
    InterfaceAddresses(
      network: configuration.network, gateway: configuration.gateway, mtu: configuration.mtu)
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
    var next = configuration
    next.network = addresses.network
    next.gateway = addresses.gateway
    next.mtu = addresses.mtu ?? linkMTU
    guard next.isValid, next.mtu <= linkMTU else { throw .impossible }
    let isMoving = next.network != configuration.network || next.gateway != configuration.gateway
    configuration = next
    guard isMoving else { return }
    plan = AddressPlan(next)
    neighbors = NeighborCache(gateway: next.gateway)
    let lost = waiting.removeAll()
    for _ in 0..<lost { counters.count(.sendUnresolved) }
    defended = nil
    announce(now: now, transmitter: &transmitter)
  }
}
