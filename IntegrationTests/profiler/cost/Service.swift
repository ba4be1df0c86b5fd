import Kernel

/// What sampling costs, in instructions: the same work without it and with it, 30 calls deep.
@main struct Cost: Service {
  static func start(_ system: System) async {
    system.watchdogLimit = .zero
    sink = descend(27)
    let free = time(system)
    for (rate, limit) in [(1000, 50.0), (10_000, 500.0)] {
      let before = system.profiler.firedCount
      system.profiler.start(rate: rate, seed: 9)
      let taken = time(system)
      system.profiler.stop()
      let samples = Double(system.profiler.firedCount - before)
      let each = (taken - free) / samples
      let share = (taken - free) / free * 100_000
      log(.warning, "\(rate) Hz: \(Int(each)) instructions a sample, \(Int(share)) in 100000")
      system.check(samples > Double(rate) / 10, "there are samples")
      system.check(each < 500, "a sample takes few instructions, interrupt and all")
      system.check(share < limit, "sampling takes little of the time")
    }
    let (rate, unknown) = deliver(system)
    log(.warning, "100000 Hz: \(rate) samples a second, \(unknown) of nobody knows what")
    system.check(rate > 99_000, "as many samples come as were asked for")
    system.check(unknown == 0, "each is recorded or counted as dropped")
    var (sum, count, dearest) = (0, 0, 0)
    system.profiler.forEachSample { sample in
      guard (28...34).contains(sample.addressCount) else { return }
      (sum, count) = (sum + Int(sample.costTicks), count + 1)
      dearest = max(dearest, Int(sample.costTicks))
    }
    log(.warning, "\(sum / max(count, 1)) on average in the handler, \(dearest) at most")
    system.check(count > 1000, "stacks are 30 deep")
    system.check(sum < 400 * count, "the handler takes less than 400 instructions")
  }

  /// How many samples a second come at the highest rate, and how many are not accounted for.
  static func deliver(_ system: System) -> (rate: Int, unknown: Int) {
    let before = system.profiler.firedCount
    let (dropped, recorded) = (system.profiler.droppedCount, system.profiler.recordedCount)
    system.profiler.start(rate: 100_000, seed: 9)
    let time = time(system)
    system.profiler.stop()
    let fired = system.profiler.firedCount - before
    let known = system.profiler.droppedCount - dropped + system.profiler.recordedCount - recorded
    return (Int(Double(fired) / time * 1e9), Int(fired) - Int(known))
  }

  /// What the work takes, in instructions.
  static func time(_ system: System) -> Double {
    let start = system.uptime
    sink = descend(27)
    return Double((system.uptime - start).components.attoseconds) / 1e9
  }
}

nonisolated(unsafe) var sink: UInt64 = 0

@inline(never) func descend(_ depth: Int) -> UInt64 {
  depth == 0 ? work(60_000_000) : descend(depth - 1) &* 3 &+ UInt64(depth)
}

@inline(never) func work(_ count: UInt64) -> UInt64 {
  var value = count
  for _ in 0..<count { value = (value ^ value << 13) &+ 1 }
  return value
}
