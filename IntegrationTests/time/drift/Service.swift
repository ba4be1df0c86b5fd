import Kernel

/// Tells its clocks to whoever asks at port 37: nanoseconds of the monotonic one, and of the wall
/// clock since 1970.
@main struct ClockService: Service {
  static func start(_ system: System) async throws(BindError) {
    guard system.wallClock.now != nil else { panic("no date") }
    let socket = try system.network.udp.bind(port: 37)
    for await question in socket {
      try? socket.reply(to: question, capacity: 16) { answer in
        guard let wall = system.wallClock.now else { return nil }
        answer.storeBytes(of: system.clock.now.nanoseconds, toByteOffset: 0, as: UInt64.self)
        answer.storeBytes(
          of: wall.seconds * 1_000_000_000 + Int(wall.nanoseconds), toByteOffset: 8, as: Int.self)
        return 16
      }
    }
  }
}
