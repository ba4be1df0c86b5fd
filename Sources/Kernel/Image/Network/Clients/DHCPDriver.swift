internal import DHCP
internal import Net
internal import Wire
internal import _Concurrency

/// The DHCP client of the interface, with its socket and its task.
final class DHCPDriver: @unchecked Sendable {
  // Safe: one core, and only tasks ask for it.
  /// The client; nil until a service wants an address.
  nonisolated(unsafe) static var shared: DHCPDriver?

  private static var clientPort: Port { 68 }
  private static var serverPort: Port { 67 }

  private var client: DHCPClient
  private let socket: UDPSocket
  private let previous: IPv4Address?
  private var task: Task<Void, Never>?
  /// Those who wait for an address.
  private let arrived = TaskGate()

  /// Opens the socket of a client.
  init(_ identity: DHCPIdentity, previous: IPv4Address?) throws(BindError) {
    client = DHCPClient(identity, seed: EntropyPool.word())
    socket = try UDP().bind(port: Self.clientPort)
    self.previous = previous
  }

  /// What was lent; nil if there is no address at present.
  var lease: DHCPLease? { client.state.hasAddress ? client.lease : nil }

  /// Starts the task that gets an address and keeps it.
  func start() {
    task = Task { await self.run() }
  }

  /// Waits for an address.
  ///
  /// - Returns: Nil at the deadline, or if the task is cancelled.
  func waitForLease(before deadline: Instant?) async -> DHCPLease? {
    while true {
      if let lease { return lease }
      guard !Task.isCancelled, deadline.map({ $0 > .now }) ?? true else { return nil }
      await arrived.wait(before: deadline)
    }
  }

  /// Gives the address back and ends.
  func release() {
    perform(client.release(at: .now))
    task?.cancel()
    arrived.open()
  }

  private func run() async {
    perform(client.start(at: .now, previous: previous))
    while client.state != .stopped {
      // Without a deadline the client waits for ever: the address is its own.
      let deadline = client.nextDeadline ?? Instant(nanoseconds: .max)
      let datagram = await socket.receive(before: deadline)
      guard !Task.isCancelled else { return }
      if let datagram, datagram.source.port == Self.serverPort {
        perform(client.receive(datagram.bytes, at: .now))
      }
      perform(client.advance(to: .now))
    }
  }

  private func perform(_ actions: [DHCPClientAction]) {
    for action in actions {
      switch action {
      case .send(let message, _, let destination):
        // What cannot be sent now is sent again at the client's next deadline.
        try? socket.send(
          message.bytes(), to: Endpoint(address: destination, port: Self.serverPort))
      case .probe: perform(client.probed(isFree: true, at: .now))
      case .configure(let lease): use(lease)
      case .deconfigure:
        log(.warning, "the address is no longer lent", module: "dhcp")
        configure(.none)
        NameServers.set([])
      }
    }
  }

  private func use(_ lease: DHCPLease) {
    let link = Network().addresses?.mtu ?? 1500
    configure(
      InterfaceAddresses(
        network: lease.network, gateway: lease.gateway, mtu: lease.mtu.map { min($0, link) }))
    NameServers.set(lease.nameServers)
    let prefix = lease.network.prefixBitCount
    if let seconds = lease.seconds {
      log(
        .info, "\(lease.address)/\(prefix) from \(lease.server) for \(seconds) s", module: "dhcp")
    } else {
      log(.info, "\(lease.address)/\(prefix) from \(lease.server) for ever", module: "dhcp")
    }
    arrived.open()
  }

  private func configure(_ addresses: InterfaceAddresses) {
    do throws(ConfigurationError) {
      try Network().configure(addresses)
    } catch {
      log(.error, "the addresses are impossible", module: "dhcp")
    }
  }
}
