import Kernel

/// Calls one function without end: for breakpoints that are hit often.
@main struct SteppingService: Service {
  static func start(_ system: System) async {
    while true {
      // What the function leaves is read, or the linker's optimiser would drop its calls.
      for _ in 0..<1000 { bench_step(unsafe counted &+ 1) }
      try? await Task.sleep(for: .milliseconds(1))
    }
  }
}

/// Where the breakpoints are.
@c(bench_step) @inline(never)
func bench_step(_ number: Int) {
  unsafe counted = number
}

nonisolated(unsafe) private var counted = 0
