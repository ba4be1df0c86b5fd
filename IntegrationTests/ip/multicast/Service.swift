import Kernel

/// Belongs to a group until it is told to leave, and answers what is sent to it.
@main struct Multicast: Service {
  static func start(_ system: System) async throws(BindError) {
    let socket = try system.network.udp.bind(port: 5000)
    let group = IPv4Address(239, 1, 2, 3)
    system.check(socket.join(group), "the guest joins a group")
    system.check(!socket.join(IPv4Address(10, 0, 0, 1)), "a host is no group")
    for await datagram in socket {
      if datagram.payload == Array("leave".utf8) { socket.leave(group) }
      if datagram.payload == Array("call".utf8) {
        try? socket.send(Array("all".utf8), to: Endpoint(address: group, port: 5001))
      } else {
        try? socket.send(datagram.payload, to: datagram.source)
      }
    }
  }
}
