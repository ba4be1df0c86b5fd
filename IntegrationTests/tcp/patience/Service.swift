import Kernel

/// Echo on port 7 and bytes without end on 19, to clients that are asked after a second of silence
/// whether they are there, and given up after three.
@main struct PatientService: Service {
  static func start(_ system: System) async throws(BindError) {
    let tcp = system.network.tcp
    tcp.settings.keepAliveIdle = 1_000_000_000
    tcp.settings.keepAliveInterval = 1_000_000_000
    tcp.settings.keepAliveCount = 2
    tcp.settings.userTimeout = 3_000_000_000
    let generator = try tcp.listen(port: 19)
    Task {
      for await connection in generator { Task { await generate(connection) } }
    }
    for await connection in try tcp.listen(port: 7) {
      Task {
        for await chunk in connection { try? await connection.write(chunk) }
        if connection.error == .timedOut { system.console.print("a client is gone") }
      }
    }
  }

  static func generate(_ connection: TCPConnection) async {
    let block = (0..<65_536).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }
    while (try? await connection.write(block)) != nil {}
  }
}
