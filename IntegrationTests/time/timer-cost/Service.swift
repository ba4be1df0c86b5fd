import Kernel

/// Counts what timers cost: a nanosecond is an instruction here.
@main struct TimerCostTest: Service {
  /// When the first and the last alarm rang.
  final class Times: @unchecked Sendable {
    var first: MonotonicClock.Instant?
    var last: MonotonicClock.Instant?
    var count = 0

    func ring() {
      let now = MonotonicClock.Instant.now
      if count == 0 { first = now }
      last = now
      count += 1
    }
  }

  static func start(_ system: System) async {
    for count in [2, 100, 1000, 10_000] { _ = await cost(of: count) }
    for count in [2, 100, 1000, 10_000] {
      let cost = await cost(of: count)
      system.console.print("alarms: ", count)
      system.console.print("  set: ", cost.set)
      system.console.print("  ring: ", cost.ring)
      if count == 2 {
        system.check(cost.set + cost.ring <= 600, "an alarm takes at most 600 instructions")
      }
    }
    for _ in 0..<3 {
      let start = system.clock.now
      try? await Task.sleep(for: .nanoseconds(1))
      system.console.print("sleep that is over at once: ", nanoseconds(system.clock.now - start))
    }
    for _ in 0..<3 {
      let deadline = system.clock.now + .milliseconds(1)
      try? await Task.sleep(until: deadline)
      system.console.print("from timer to task: ", nanoseconds(system.clock.now - deadline))
    }
    let start = system.clock.now
    for _ in 0..<1000 { _ = try? await withTimeout(.seconds(1)) { 1 } }
    system.console.print("time limit: ", nanoseconds(system.clock.now - start) / 1000)
  }

  /// Instructions to set an alarm, and to ring it, with so many of them waiting.
  static func cost(of count: Int) async -> (set: Int, ring: Int) {
    let times = Times()
    let deadline = MonotonicClock.Instant.now + .milliseconds(50)
    var state: UInt64 = 1
    let start = MonotonicClock.Instant.now
    for _ in 0..<count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      Alarm(at: MonotonicClock.Instant(nanoseconds: deadline.nanoseconds - (state >> 40))) {
        times.ring()
      }
    }
    let set = nanoseconds(.now - start)
    while MonotonicClock.Instant.now < deadline {}
    while times.count < count { await Task.yield() }
    guard let first = times.first, let last = times.last else { panic("no alarm rang") }
    return (set / count, nanoseconds(last - first) / (count - 1))
  }

  static func nanoseconds(_ duration: Duration) -> Int { Int(duration.nanosecondsRoundedUp) }
}
