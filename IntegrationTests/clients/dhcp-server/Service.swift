import DHCP
import Kernel

/// Lends addresses.
@main struct DHCPServerService: Service {
  static func start(_ system: System) async throws(BindError) {
    let network = system.network
    guard let own = network.addresses?.network else { panic("this machine has no network") }
    var settings = DHCPServerSettings(
      network: own, from: IPv4Address(10, 0, 0, 100), to: IPv4Address(10, 0, 0, 110),
      leaseSeconds: 6)
    settings.gateway = own.address
    settings.nameServers = [own.address]
    settings.domainName = Array("test.example".utf8)
    settings.reservations = [
      .init(
        hardware: MACAddress(0x52, 0x54, 0, 0, 0, 0x77), address: IPv4Address(10, 0, 0, 200))
    ]
    var server = DHCPServer(settings)
    let socket = try network.udp.bind(port: 67)
    for await query in socket {
      let now = Instant(nanoseconds: MonotonicInstant.now.nanoseconds)
      guard let reply = server.receive(query.bytes, at: now) else { continue }
      log(.info, "\(reply.message.yourAddress) to \(reply.message.hardware)", module: "dhcp")
      try? socket.send(
        reply.message.bytes(), to: Endpoint(address: reply.destination, port: 68))
    }
  }
}
