import Kernel

/// Sets 100,000 alarms, cancels a third and checks how the others ring; once for each datagram.
@main struct TimersTest: Service {
  static let count = 100_000

  /// What has rung.
  final class Tally: @unchecked Sendable {
    var count = 0
    var wrongCount = 0
    var last = MonotonicClock.Instant(nanoseconds: 0)
    var longestDelay = Duration.zero

    func ring(_ deadline: MonotonicClock.Instant) {
      let now = MonotonicClock.Instant.now
      if now < deadline || deadline < last { wrongCount += 1 }
      longestDelay = max(longestDelay, now - deadline)
      last = deadline
      count += 1
    }
  }

  static func start(_ system: System) async throws(BindError) {
    let socket = try system.network.udp.bind(port: 7)
    for await question in socket {
      await run(system, seed: 7)
      try? socket.send([0x6f, 0x6b], to: question.source)
    }
  }

  static func run(_ system: System, seed: UInt64) async {
    var state = seed
    let tally = Tally()
    let start = system.clock.now
    var cancelled: [Alarm] = []
    for index in 0..<count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      // Each somewhere in the second that begins 3 s from now.
      let deadline = start + .seconds(3) + .nanoseconds(Int(state >> 33) % 1_000_000_000)
      let alarm = Alarm(at: deadline) { tally.ring(deadline) }
      if index % 3 == 0 { cancelled.append(alarm) }
    }
    let cancelCount = cancelled.count
    let set = system.clock.now - start
    let succeeded = cancelled.count { $0.cancel() }
    system.check(succeeded == cancelCount, "each can be cancelled once")
    system.check(!cancelled.contains { $0.cancel() }, "and no more")
    try? await Task.sleep(until: start + .seconds(5))
    system.check(tally.count == count - cancelCount, "all others ring, and once")
    system.check(tally.wrongCount == 0, "in the order of their deadlines, none too early")
    system.check(tally.longestDelay < .seconds(1), "none is late by more than a second")
    system.console.print("set in ms: ", Int(set.components.attoseconds / 1_000_000_000_000_000))
    system.console.print(
      "latest by us: ", Int(tally.longestDelay.components.attoseconds / 1_000_000_000_000))
  }
}
