import DNS
import Kernel

/// Serves names and echoes a TCP connection, in a task for each, with something that waits beside.
@main struct NetworkService: Service {
  static func start(_ system: System) async throws(BindError) {
    let listener = try system.network.tcp.listen(port: 7, backlog: 16)
    Task {
      while let connection = await listener.accept() {
        Task { await echo(connection) }
      }
    }
    Task { try? await Task.sleep(for: .seconds(3600)) }
    Task { try? await withTimeout(.seconds(3600)) { await rest() } }
    guard let server = try? AuthoritativeServer(zones: [zone]) else { panic("a zone is wrong") }
    let socket = try system.network.udp.bind(port: 53)
    for await query in socket {
      try? socket.reply(to: query, capacity: 512) { response in
        server.answer(query.bytes, into: &response, limit: .udp)
      }
    }
  }

  private static var zone: Zone {
    Zone(
      "test.example", soa: StartOfAuthority(primary: "ns1"),
      records: [.ns("", "ns1"), .a("ns1", 10, 0, 0, 42), .a("", 10, 0, 0, 42)])
  }

  /// Waits, as a child of the task that limits the time.
  @inline(never)
  private static func rest() async {
    try? await Task.sleep(for: .seconds(3600))
  }

  /// Sends back what comes.
  private static func echo(_ connection: TCPConnection) async {
    var bytes: [UInt8] = []
    while let count = try? await connection.read(into: &bytes, atMost: 4096), count > 0 {
      guard (try? await connection.write(bytes)) != nil else { return }
      bytes.removeAll(keepingCapacity: true)
    }
  }
}
