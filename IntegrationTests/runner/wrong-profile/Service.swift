import Kernel

/// Works for a while on every datagram at port 7, in one function.
@main struct Worker: Service {
  static func start(_ system: System) async throws(BindError) {
    let socket = try system.network.udp.bind(port: 7)
    for await datagram in socket {
      system.check(work() != 0, "numbers go on")
      try? socket.send(datagram.payload, to: datagram.source)
    }
  }
}

@inline(never) func work() -> UInt64 {
  var value: UInt64 = 1
  for _ in 0..<3_000_000 { value = value &* 6_364_136_223_846_793_005 &+ 1 }
  return value | 1
}
