import Kernel

/// Throws out of its start.
@main struct ServiceError: Service {
  static func start(_ system: System) async throws(BindError) {
    let socket = try system.network.udp.bind(port: 53)
    _ = try system.network.udp.bind(port: 53)
    system.console.print("bound twice", Int(socket.port.rawValue))
  }
}
