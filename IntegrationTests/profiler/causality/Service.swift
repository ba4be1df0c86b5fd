import Kernel

/// A function becomes three times as slow: its part of the samples must become what that makes of it.
@main struct Causality: Service {
  static func start(_ system: System) async {
    system.watchdogLimit = .zero
    let (before, count) = part(system, factor: 1, nonMaskable: false)
    let (after, laterCount) = part(system, factor: 3, nonMaskable: true)
    let expected = 3 * before / (1 + 2 * before)
    log(
      .warning,
      "\(Int(before * 1000)), then \(Int(after * 1000)), expected \(Int(expected * 1000))")
    let distance = after - expected
    // What is expected is as uncertain as what it follows from.
    let slope = 3 / ((1 + 2 * before) * (1 + 2 * before))
    let variance =
      expected * (1 - expected) / laterCount + slope * slope * before * (1 - before) / count
    // Three standard deviations, and a point for what a shared machine does.
    system.check(distance * distance <= 9 * variance + 0.0001, "its part grows as it should")
    // However large it was: a loop that crosses a page is 30 times as slow under TCG as another.
    system.check(after > 1.3 * before, "its part grows")
  }

  /// The part of the samples that lie in the function, and how many samples there are.
  static func part(
    _ system: System, factor: UInt64, nonMaskable: Bool
  ) -> (part: Double, count: Double) {
    system.profiler.start(rate: 1000, nonMaskable: nonMaskable, seed: 3)
    let start = system.uptime
    while system.uptime - start < .seconds(3) {
      sink = slow(20_000 * factor)
      sink = steady(40_000)
    }
    system.profiler.stop()
    var found = 0.0
    var all = 0.0
    let (own, other) = (address(of: slow), address(of: steady))
    system.profiler.forEachSample { sample in
      guard sample.isNonMaskable == nonMaskable else { return }
      all += 1
      let leaf = sample.address(at: 0)
      if leaf &- own < 128, leaf &- own < leaf &- other { found += 1 }
    }
    return (found / all, all)
  }
}

func address(of function: @convention(c) (UInt64) -> UInt64) -> UInt32 {
  UInt32(truncatingIfNeeded: unsafeBitCast(function, to: Int.self))
}

nonisolated(unsafe) var sink: UInt64 = 0

@c @inline(never) func slow(_ count: UInt64) -> UInt64 {
  var value = count
  for _ in 0..<count { value = (value ^ value << 13) &+ 1 }
  return value
}

@c @inline(never) func steady(_ count: UInt64) -> UInt64 {
  var value = count
  for _ in 0..<count { value = (value ^ value >> 7) &* 5 }
  return value
}
