import Kernel

/// Answers, and then lets a task yield for ever.
@main struct NeverAtRest: Service {
  static func start(_ system: System) async throws(BindError) {
    let socket = try system.network.udp.bind(port: 7)
    for await datagram in socket {
      try? socket.send(datagram.payload, to: datagram.source)
      Task { while true { await Task.yield() } }
    }
  }
}
