import Kernel

/// Sends every datagram at port 7 back, however large it is.
@main struct Fragments: Service {
  static func start(_ system: System) async throws(BindError) {
    system.network.enableFragments()
    let socket = try system.network.udp.bind(port: 7)
    for await datagram in socket {
      try? socket.send(datagram.payload, to: datagram.source)
    }
  }
}
