import Kernel

/// Answers with an echo, and starts its machine again when it is asked to.
@main struct Reboot: Service {
  static func start(_ system: System) async throws(BindError) {
    let socket = try system.network.udp.bind(port: 7)
    for await datagram in socket {
      if datagram.payload == Array("reboot".utf8) { system.reboot() }
      try? socket.send(datagram.payload, to: datagram.source)
    }
  }
}
