import Kernel

/// Sleeps, again and again: a timer is set, fires, and the task goes on.
///
/// `Tools/bench costs` counts the instructions between the two marks; the first pairs are empty.
@main struct TimerCost: Service {
  static func start(_ system: System) async {
    for _ in 0..<16 {
      markBegin()
      markEnd()
    }
    var isLongEnough = true
    for _ in 0..<400 {
      let start = system.uptime
      markBegin()
      try? await Task.sleep(for: .microseconds(200))
      markEnd()
      isLongEnough = isLongEnough && system.uptime - start >= .microseconds(200)
    }
    system.check(isLongEnough, "no sleep is too short")
    system.check(marks == 0, "each begin has its end")
    system.exit()
  }
}

nonisolated(unsafe) private var marks = 0

/// Where the counting begins.
@c(cost_begin) @inline(never) func markBegin() { marks += 1 }

/// Where the counting ends.
@c(cost_end) @inline(never) func markEnd() { marks -= 1 }
