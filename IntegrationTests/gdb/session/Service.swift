import Kernel

/// Counts in a task that sleeps in between: something to stop in, step through and watch.
@main struct CountingService: Service {
  static func start(_ system: System) async {
    let memory = UnsafeMutablePointer<Int>.allocate(capacity: 2)
    memory.initialize(repeating: 0, count: 2)
    while true {
      gdb_count(memory, memory[0] + 1)
      try? await Task.sleep(for: .milliseconds(10))
    }
  }
}

/// Stores a number and its square.
@c(gdb_count) @inline(never)
func gdb_count(_ memory: UnsafeMutablePointer<Int>, _ number: Int) {
  memory[0] = number
  memory[1] = gdb_square(number)
}

/// The square of a number.
@c(gdb_square) @inline(never)
func gdb_square(_ number: Int) -> Int {
  number &* number
}
