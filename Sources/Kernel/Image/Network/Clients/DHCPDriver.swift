internal import DHCP
internal import Net
internal import Wire
internal import _Concurrency

/// The DHCP client of the interface, with its socket and its task.
final class DHCPDriver: @unchecked Sendable {
  // Safe: one core, and only tasks ask for it.
  /// The clients by the number of their interface; nil where a service wants no address.
  nonisolated(unsafe) private static var clients: [DHCPDriver?]?

  /// The client of an interface.
  static func client(of interface: Interface) -> DHCPDriver? {
    guard let clients = unsafe clients, interface.number < clients.count else { return nil }
    return clients[interface.number]
  }

  /// Takes note of the client of an interface.
  static func setClient(of interface: Interface, to client: DHCPDriver?) {
    var all = unsafe clients ?? []
    while all.count <= interface.number { all.append(nil) }
    all[interface.number] = client
    unsafe clients = all
  }

  /// Tasks of clients that have given their address back: each has its socket until it ends.
  nonisolated(unsafe) private static var ending: [(number: Int, task: Task<Void, Never>)] = []
  /// How many there have been.
  nonisolated(unsafe) private static var endingCount = 0

  /// Waits until all that have given their address back have ended.
  static func untilEnded() async {
    while let (number, task) = unsafe ending.last {
      await task.value
      // Not before: whoever comes meanwhile waits, too.
      unsafe ending.removeAll { $0.number == number }
    }
  }

  private static var clientPort: Port { 68 }
  private static var serverPort: Port { 67 }

  private let interface: Interface
  private var client: DHCPClient
  private let socket: UDPSocket
  private let previous: IPv4Address?
  private let pace: ProbePace?
  private var task: Task<Void, Never>?
  /// Those who wait for an address.
  private let arrived = TaskGate()

  /// Opens the socket of a client.
  init(
    _ identity: DHCPIdentity, on interface: Interface, previous: IPv4Address?, probe: ProbePace?
  ) throws(BindError) {
    self.interface = interface
    client = DHCPClient(identity, seed: EntropyPool.word())
    socket = try interface.bind(port: Self.clientPort)
    self.previous = previous
    pace = probe
  }

  /// What was lent; nil if there is no address at present.
  var lease: DHCPLease? { client.state.hasAddress ? client.lease : nil }

  /// Starts the task that gets an address and keeps it.
  func start() {
    task = Task { await self.run(self.client.start(at: .now, previous: self.previous)) }
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
    _ = perform(client.release(at: .now))
    task?.cancel()
    if let task {
      unsafe Self.endingCount += 1
      unsafe Self.ending.append((Self.endingCount, task))
    }
    arrived.open()
  }

  private func run(_ actions: [DHCPClientAction]) async {
    await settle(actions)
    while client.state != .stopped {
      // Without a deadline the client waits for ever: the address is its own.
      let deadline = client.nextDeadline ?? Instant(nanoseconds: .max)
      let datagram = await socket.receive(before: deadline)
      guard !Task.isCancelled else { return }
      if let datagram, datagram.source.port == Self.serverPort {
        await settle(client.receive(datagram.bytes, at: .now))
      }
      await settle(client.advance(to: .now))
    }
  }

  /// Gives up an address that another host insists on, and looks for another one.
  ///
  /// Source: RFC 5227, section 2.4, case (b).
  private func loseAddress() {
    let address = client.lease?.address
    let actions = client.conflictFound(at: .now)
    guard !actions.isEmpty, let address else { return }
    log(.warning, "another host insists on \(address), which is declined", module: "dhcp")
    // The task waits for a time that is no longer the client's.
    task?.cancel()
    task = Task { await self.run(actions) }
  }

  /// Does what the client wants, and asks the link for it where it wants that.
  private func settle(_ actions: [DHCPClientAction]) async {
    var wanted = perform(actions)
    while let address = wanted {
      var isFree = true
      if let pace {
        guard let found = await interface.isFree(address, pace: pace) else { return }
        isFree = found
      }
      if !isFree {
        log(.warning, "another host has \(address), which is declined", module: "dhcp")
      }
      wanted = perform(client.probed(isFree: isFree, at: .now))
    }
  }

  /// Does what the client wants.
  ///
  /// - Returns: The address that it wants to have asked for; nil if it does not.
  private func perform(_ actions: [DHCPClientAction]) -> IPv4Address? {
    var wanted: IPv4Address?
    for action in actions {
      switch action {
      case .send(let message, _, let destination):
        // What cannot be sent now is sent again at the client's next deadline.
        try? socket.send(
          message.bytes(), to: Endpoint(address: destination, port: Self.serverPort))
      case .probe(let address): wanted = address
      case .configure(let lease): use(lease)
      case .deconfigure:
        log(.warning, "the address is no longer lent", module: "dhcp")
        unsafe interface.pointer?.pointee.endWatch()
        configure(.none)
        NameServers.set([], of: interface)
      }
    }
    return wanted
  }

  private func use(_ lease: DHCPLease) {
    let before = interface.addresses
    // An earlier lease may have asked for smaller packets than this one.
    // Safe: one core; the run loop is not in the interface while a task runs.
    let link = unsafe interface.pointer?.pointee.linkMTU ?? 1500
    // Ways that the service added stay with the network.
    let routes = before?.network == lease.network ? before?.routes : nil
    configure(
      InterfaceAddresses(
        network: lease.network, gateway: lease.gateway, mtu: lease.mtu.map { min($0, link) },
        routes: routes ?? []))
    if before?.network.address != lease.address {
      // Safe: one core; the run loop is not in the interface while a task runs. It is when the
      // address is lost, so that the rest is for a task.
      unsafe interface.pointer?.pointee.watchAddress { Task { self.loseAddress() } }
    }
    NameServers.set(lease.nameServers, of: interface)
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
      try interface.configure(addresses)
    } catch {
      log(.error, "the addresses are impossible", module: "dhcp")
    }
  }
}
