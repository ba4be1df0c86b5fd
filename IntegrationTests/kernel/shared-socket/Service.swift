import Kernel

/// Two tasks take turns at one socket: each answers every other datagram with its number.
@main struct SharedSocket: Service {
  static func start(_ system: System) async throws(BindError) {
    let socket = try system.network.udp.bind(port: 7)
    await withTaskGroup(of: Void.self) { group in
      for number in [1, 2] as [UInt8] {
        group.addTask {
          for await datagram in socket {
            try? socket.send([0x30 + number], to: datagram.source)
          }
        }
      }
    }
  }
}
