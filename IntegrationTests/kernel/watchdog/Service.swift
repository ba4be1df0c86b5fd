import Kernel

/// Keeps the processor for a while when it is told to, and gives it back in the end.
@main struct WatchdogTest: Service {
  static func start(_ system: System) async throws(BindError) {
    let socket = try system.network.udp.bind(port: 7)
    for await datagram in socket {
      spinStubbornly(system, for: .milliseconds(1500))
      try? socket.send(datagram.payload, to: datagram.source)
    }
  }

  @inline(never)
  static func spinStubbornly(_ system: System, for duration: Duration) {
    let start = system.uptime
    while system.uptime - start < duration {}
  }
}
