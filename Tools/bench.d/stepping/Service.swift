import Kernel

/// Calls one function without end: for breakpoints that are hit often.
@main struct SteppingService: Service {
  static func start(_ system: System) async {
    var number = 0
    while true {
      for _ in 0..<1000 {
        number += 1
        bench_step(number)
      }
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
