import Kernel

/// Work in step with a regular clock, 1 ms in each 10: samples at random intervals show its tenth,
/// those of the regular clock show all of it or nothing.
@main struct Lockstep: Service {
  static func start(_ system: System) async {
    system.watchdogLimit = .zero
    let jittered = part(system, jitter: 500, rate: 100, number: 1)
    let regular = part(system, jitter: 0, rate: 100, number: 2)
    log(.warning, "at random \(jittered) of 1000, regular \(regular)")
    // 400 samples: three standard deviations are 45.
    system.check(jittered > 55 && jittered < 145, "samples at random intervals are right")
    system.check(regular < 20 || regular > 900, "those of a regular clock are wrong")
  }

  /// The thousandths of samples that lie in the work.
  static func part(_ system: System, jitter: Int, rate: Int, number: UInt64) -> Int {
    let start = system.uptime
    system.profiler.start(rate: rate, jitter: jitter, seed: 5)
    let period = Duration.milliseconds(10)
    for round in 0..<400 {
      let begin = start + period * round
      wait(system, until: begin + .milliseconds(4))
      system.profiler.label = number << 8 | 1
      wait(system, until: begin + .milliseconds(5))
      system.profiler.label = number << 8
      wait(system, until: begin + period)
    }
    system.profiler.stop()
    system.profiler.label = 0
    var found = 0
    var all = 0
    system.profiler.forEachSample { sample in
      guard sample.label >> 8 == number else { return }
      all += 1
      found += Int(sample.label & 1)
    }
    system.check(all > 300, "there are samples")
    return found * 1000 / max(all, 1)
  }

  /// Works until a time.
  static func wait(_ system: System, until time: Duration) {
    while system.uptime < time {}
  }
}
