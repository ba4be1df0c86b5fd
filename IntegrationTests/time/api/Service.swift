import Kernel

/// Checks sleeps, time limits and periodic work.
@main struct TimeAPITest: Service {
  struct Refusal: Error {}

  static func start(_ system: System) async throws(BindError) {
    await checkSleeps(system)
    await checkLimits(system)
    try await checkSocket(system)
    await checkTicks(system)
    system.exit()
  }

  static func checkSleeps(_ system: System) async {
    let start = system.clock.now
    try? await Task.sleep(for: .zero)
    try? await Task.sleep(for: .seconds(-5))
    try? await Task.sleep(until: start - .seconds(1))
    system.check(system.clock.now - start < .milliseconds(100), "no sleep goes backwards")
    try? await Task.sleep(until: start + .milliseconds(150))
    system.check(system.clock.now >= start + .milliseconds(150), "a deadline is kept")
    let sleeper = Task {
      do throws(CancellationError) {
        try await Task.sleep(for: .seconds(Int64.max))
        return false
      } catch { return true }
    }
    try? await Task.sleep(for: .milliseconds(20))
    sleeper.cancel()
    system.check(await sleeper.value, "the longest sleep waits until it is cancelled")
  }

  static func checkLimits(_ system: System) async {
    let quick = try? await withTimeout(.seconds(10)) { 7 }
    system.check(quick == 7, "an operation in time has its result")
    do throws(TimeoutError<Refusal>) {
      _ = try await withTimeout(.seconds(10)) { () async throws(Refusal) -> Int in throw Refusal() }
      system.check(false, "an error comes through")
    } catch {
      if case .failed = error {} else { system.check(false, "an error is no timeout") }
    }
    for limit in [Duration.milliseconds(30), .zero, .seconds(-1)] {
      let start = system.clock.now
      do throws(TimeoutError<CancellationError>) {
        try await withTimeout(limit) { () async throws(CancellationError) in
          try await Task.sleep(for: .seconds(3600))
        }
        system.check(false, "a long operation expires")
      } catch {
        if case .expired = error {} else { system.check(false, "the limit is the reason") }
      }
      system.check(system.clock.now - start >= limit, "not before its time")
      system.check(system.clock.now - start < .seconds(5), "and promptly")
    }
  }

  static func checkSocket(_ system: System) async throws(BindError) {
    let socket = try system.network.udp.bind(port: 1000)
    let count = try? await withTimeout(.milliseconds(50)) {
      var count = 0
      for await _ in socket { count += 1 }
      return count
    }
    system.check(count == nil, "a loop over a socket ends when its time is over")
  }

  static func checkTicks(_ system: System) async {
    let start = system.clock.now
    var count = 0
    var least = Duration.seconds(1)
    for await tick in system.ticks(every: .milliseconds(20)) {
      count += 1
      if count == 3 { try? await Task.sleep(until: start + .milliseconds(130)) }
      // The fourth and fifth pass meanwhile; the grid stays.
      let grid = start + .milliseconds(20 * (count > 3 ? count + 2 : count))
      system.check(tick >= grid, "ticks keep to their grid")
      // A busy host is late with some; who drifts, or lost the grid by the sleep, is with all.
      if count > 3 { least = min(least, tick - grid) }
      if count == 12 { break }
    }
    system.check(least < .milliseconds(1), "and do not drift")
    system.check(count == 12, "ticks go on")
  }
}
