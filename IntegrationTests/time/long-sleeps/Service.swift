import Kernel

/// Sleeps longer than any timer of the machine can count; time jumps while the guest is idle.
@main struct LongSleepsTest: Service {
  static func start(_ system: System) async {
    for days in [1, 10] {
      let start = system.clock.now
      let duration = Duration.seconds(days * 86_400)
      try? await Task.sleep(for: duration)
      let slept = system.clock.now - start
      system.check(slept >= duration, "a sleep of days is not too short")
      system.check(slept < duration + .milliseconds(1), "nor too long")
    }
    var sum = 0
    await withTaskGroup(of: Int.self) { group in
      for number in 0..<5000 {
        group.addTask {
          try? await Task.sleep(for: .seconds(number * 7919 % 5000))
          return 1
        }
      }
      for await number in group { sum += number }
    }
    system.check(sum == 5000, "thousands of tasks sleep and wake")
  }
}
