import Kernel

/// Tells a clock that is fast by two parts in ten thousand.
@main struct WrongClock: Service {
  static func start(_ system: System) async throws(BindError) {
    let socket = try system.network.udp.bind(port: 37)
    for await question in socket {
      try? socket.reply(to: question, capacity: 8) { answer in
        let time = system.clock.now.nanoseconds
        answer.storeBytes(of: time + time / 5000, toByteOffset: 0, as: UInt64.self)
        return 8
      }
    }
  }
}
