import Kernel

/// Keeps the processor for a second in all, and gives way every few milliseconds.
@main struct WatchdogQuietTest: Service {
  static func start(_ system: System) async throws(BindError) {
    let socket = try system.network.udp.bind(port: 7)
    for await datagram in socket {
      let start = system.uptime
      while system.uptime - start < .seconds(1) {
        let slice = system.uptime
        while system.uptime - slice < .milliseconds(5) {}
        await Task.yield()
      }
      try? socket.send(datagram.payload, to: datagram.source)
    }
  }
}
