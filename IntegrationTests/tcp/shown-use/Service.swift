import Kernel

/// Gives a connection up while it is shown bytes of it, which no service may.
@main struct ShownUse: Service {
  static func start(_ system: System) async throws(BindError) {
    let listener = try system.network.tcp.listen(port: 7)
    while let connection = await listener.accept() {
      _ = try? await connection.readInPlace { bytes in
        connection.abort()
        return bytes.byteCount
      }
    }
  }
}
