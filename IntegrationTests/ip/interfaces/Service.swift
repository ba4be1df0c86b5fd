import DHCP
import Kernel

/// Serves on two cards, the second of which has its address from a server.
///
/// Port 7 echoes on both, by datagrams and connections; port 8 echoes datagrams of the second alone.
/// To port 9 comes an address; a datagram and a connection go to port 5000 there.
@main struct TwoCards: Service {
  static func start(_ system: System) async throws(BindError) {
    let network = system.network
    let interfaces = network.interfaces
    system.check(interfaces.count == 2, "there are two cards")
    guard let second = interfaces.last else { return }
    let lease = try? await second.dhcp(timeout: .seconds(20))
    system.check(lease?.address == IPv4Address(10, 0, 1, 42), "the second has an address")
    let own = interfaces.first?.addresses?.network.address
    system.check(own == IPv4Address(10, 0, 0, 42), "the first has that of the command line")
    let listener = try network.tcp.listen(port: 7)
    Task {
      for await connection in listener { Task { try? await echo(connection) } }
    }
    serve(try network.udp.bind(port: 7))
    serve(try second.bind(port: 8))
    let isRefused = (try? second.bind(port: 7)) == nil
    system.check(isRefused, "port 7 belongs to the second card, too")
    let orders = try network.udp.bind(port: 9)
    system.console.print("serving on two cards")
    for await order in orders {
      var address: UInt32 = 0
      for byte in order.payload { address = address << 8 | UInt32(byte) }
      let target = Endpoint(address: IPv4Address(rawValue: address), port: 5000)
      try? orders.send([1, 2, 3], to: target)
      let connection = try? await network.tcp.connect(to: target, timeout: .seconds(5))
      try? await connection?.write([4, 5, 6])
      let outcomes = try? await network.ping(target.address)
      if case .answered = outcomes?.first {} else { system.check(false, "the host answers a ping") }
    }
  }

  static func serve(_ socket: UDPSocket) {
    Task {
      for await datagram in socket {
        try? socket.reply(to: datagram, capacity: datagram.payload.count) { bytes in
          for (offset, byte) in datagram.payload.enumerated() {
            bytes.storeBigEndian(byte, at: offset)
          }
          return datagram.payload.count
        }
      }
    }
  }

  static func echo(_ connection: TCPConnection) async throws(StreamError) {
    var bytes: [UInt8] = []
    while try await connection.read(into: &bytes, atMost: 65_536) > 0 {
      try await connection.write(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
  }
}
