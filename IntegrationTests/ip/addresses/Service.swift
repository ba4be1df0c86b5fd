import Kernel

/// Starts without an address, and takes one, another and none as it is told by datagrams.
@main struct Addresses: Service {
  static func start(_ system: System) async throws(BindError) {
    let network = system.network
    system.check(network.addresses?.network == IPv4Network.none, "there is no address at first")
    let socket = try network.udp.bind(port: 68)
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
}
