import Kernel

/// Half of the time goes by with interrupts off: only the non-maskable interrupt sees it.
@main struct InterruptsOff: Service {
  static func start(_ system: System) async {
    system.watchdogLimit = .zero
    let (timer, timerCount) = part(system, nonMaskable: false)
    let (nonMaskable, count) = part(system, nonMaskable: true)
    log(.warning, "\(timer) of \(timerCount), then \(nonMaskable) of \(count)")
    system.check(timerCount > 300, "the timer samples the rest")
    system.check(timer == 0, "the timer's interrupt sees nothing of it")
    system.check(count > 1000, "there are samples")
    // Three standard deviations of 2000 samples are 67 of them; a point for a shared machine.
    let distance = abs(nonMaskable * 2 - count) / 2
    system.check(distance < count / 20, "the non-maskable interrupt sees its half")
  }

  /// How many samples lie in code with interrupts off, and how many there are.
  static func part(_ system: System, nonMaskable: Bool) -> (found: Int, count: Int) {
    system.profiler.start(rate: 1000, nonMaskable: nonMaskable, seed: 11)
    let start = system.uptime
    while system.uptime - start < .seconds(2) {
      Fault.withInterruptsOff { work(system) }
      work(system)
    }
    system.profiler.stop()
    var found = 0
    var all = 0
    system.profiler.forEachSample { sample in
      guard sample.isNonMaskable == nonMaskable else { return }
      all += 1
      if sample.hasInterruptsOff { found += 1 }
    }
    return (found, all)
  }

  /// Works for a millisecond and a half, so that the sampler's clock gets a sample off in both.
  static func work(_ system: System) {
    let start = system.uptime
    while system.uptime - start < .microseconds(1500) {}
  }
}
