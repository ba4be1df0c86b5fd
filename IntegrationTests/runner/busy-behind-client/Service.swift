import Kernel

/// Answers at once and then works for a second and a half, in small pieces.
@main struct BusyBehindClient: Service {
  static func start(_ system: System) async throws(BindError) {
    let socket = try system.network.udp.bind(port: 7)
    for await datagram in socket {
      try? socket.send(datagram.payload, to: datagram.source)
      let start = system.uptime
      while system.uptime - start < .milliseconds(1500) { await Task.yield() }
    }
  }
}
