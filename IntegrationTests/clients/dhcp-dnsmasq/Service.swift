import DHCP
import Kernel

/// Gets its address by DHCP, and gives it back when a datagram says so.
@main struct DHCPGuest: Service {
  static func start(_ system: System) async throws(DHCPError) {
    let network = system.network
    system.check(network.addresses?.network == IPv4Network.none, "there is no address at first")
    let lease = try await network.dhcp(hostName: Array("guest".utf8), timeout: .seconds(20))
    system.check(network.addresses?.network == lease.network, "the interface has the address")
    system.check(network.addresses?.gateway == IPv4Address(10, 0, 0, 1), "there is a router")
    system.check(network.nameServers == [IPv4Address(10, 0, 0, 1)], "there is a name server")
    let chosen = [IPv4Address(10, 0, 0, 9)]
    network.nameServers = chosen
    guard let socket = try? network.udp.bind(port: 7) else { panic("port 7 is taken") }
    for await datagram in socket {
      try? socket.send(datagram.payload, to: datagram.source)
      system.check(network.nameServers == chosen, "renewals leave the service its choice")
      network.releaseLease()
      system.check(network.addresses?.network == IPv4Network.none, "the address is given back")
      system.check(network.lease == nil, "there is no lease any more")
      // "release" alone, or with more: then it asks anew at once.
      if datagram.payload.count > 7 { _ = try await network.dhcp(timeout: .seconds(20)) }
    }
  }
}
