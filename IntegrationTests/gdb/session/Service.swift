import Kernel

/// Counts in a task that sleeps in between: something to stop in, step through and watch.
@main struct CountingService: Service {
  static func start(_ system: System) async {
    let memory = UnsafeMutablePointer<Int>.allocate(capacity: 2)
    memory.initialize(repeating: 0, count: 2)
    while true {
      gdb_count(memory, memory[0] + 1)
      try? await Task.sleep(for: .milliseconds(10))
      if memory[0] < 0 { memory[1] = gdb_spin(memory[1]) }
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

/// Calls the function below so many times.
@c(gdb_spin) @inline(never)
func gdb_spin(_ count: Int) -> Int {
  var sum = 0
  for number in 0..<count { sum &+= gdb_turn(number) }
  return sum
}

/// A function that is called often, by gdb's wish alone.
@c(gdb_turn) @inline(never)
func gdb_turn(_ number: Int) -> Int {
  number &* 3 ^ number
}
