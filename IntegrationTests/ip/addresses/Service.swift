import Kernel

/// Starts without an address, and takes one, another and none as it is told by datagrams.
@main struct Addresses: Service {
  static func start(_ system: System) async throws(BindError) {
    let network = system.network
    system.check(network.addresses?.network == IPv4Network.none, "there is no address at first")
    let socket = try network.udp.bind(port: 68)
    let listener = try network.tcp.listen(port: 7)
    Task {
      for await connection in listener { Task { await hold(connection, system) } }
    }
    for await datagram in socket {
      var addresses = InterfaceAddresses.none
      if datagram.payload.count == 5 {
        let prefix = Int(datagram.payload[4])
        var address: UInt32 = 0
        for byte in datagram.payload.prefix(4) { address = address << 8 | UInt32(byte) }
        addresses.network = IPv4Network(
          address: IPv4Address(rawValue: address), prefixBitCount: prefix)
      }
      // To all hosts: whoever has no address knows nobody else.
      let everybody = Endpoint(address: .broadcast, port: datagram.source.port)
      do throws(ConfigurationError) {
        try network.configure(addresses)
        try? socket.send([1], to: everybody)
      } catch {
        try? socket.send([0], to: everybody)
      }
    }
  }

  /// Echoes until the connection breaks, which it does when the address goes.
  private static func hold(_ connection: TCPConnection, _ system: System) async {
    for await chunk in connection { try? await connection.write(chunk) }
    system.check(connection.error == .addressLost, "the connection ends with its address")
  }
}
