import Kernel

/// Connects where it is told to: each client of port 5000 sends an address of four bytes and a port
/// of two, and learns what came of it; once connected, what it sends goes there, and back.
@main struct ConnectService: Service {
  static func start(_ system: System) async throws(BindError) {
    for await client in try system.network.tcp.listen(port: 5000) {
      Task { try? await serve(client, system) }
    }
  }

  static func serve(_ client: TCPConnection, _ system: System) async throws(StreamError) {
    var order: [UInt8] = []
    while order.count < 6 {
      guard try await client.read(into: &order, atMost: 6 - order.count) > 0 else { return }
    }
    let remote = Endpoint(
      address: IPv4Address(order[0], order[1], order[2], order[3]),
      port: Port(UInt16(order[4]) << 8 | UInt16(order[5])))
    let server: TCPConnection
    do throws(StreamError) {
      server = try await system.network.tcp.connect(to: remote, timeout: .seconds(5))
    } catch {
      try await client.write(name(of: error))
      return
    }
    try await client.write(Array("connected\n".utf8))
    Task {
      for await chunk in server { try? await client.write(chunk) }
      client.finish()
    }
    for await chunk in client { try await server.write(chunk) }
    server.finish()
  }

  static func name(of error: StreamError) -> [UInt8] {
    switch error {
    case .timedOut: Array("timed out\n".utf8)
    case .cancelled: Array("cancelled\n".utf8)
    case .broken(.refused): Array("refused\n".utf8)
    case .broken(.unreachable): Array("unreachable\n".utf8)
    case .broken: Array("broken\n".utf8)
    }
  }
}
