import Kernel

/// Sends back what it reads, on TCP port 7, to any number of clients at once.
@main struct EchoService: Service {
  static func start(_ system: System) async throws(BindError) {
    for await connection in try system.network.tcp.listen(port: 7) {
      Task { await echo(connection) }
    }
  }

  /// Ends when the client sends no more: what it was sent is then complete.
  static func echo(_ connection: TCPConnection) async {
    var bytes: [UInt8] = []
    do throws(StreamError) {
      while try await connection.read(into: &bytes, atMost: 16_384) > 0 {
        try await connection.write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    } catch {
      log(.debug, "a client is gone", module: "echo")
    }
  }
}
