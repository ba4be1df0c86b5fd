import Kernel

/// Comes up and calls itself until its stack ends.
@main struct StackOverflow: Service {
  static func start(_ system: System) async {
    try? await Task.sleep(for: .milliseconds(20))
    system.console.print("a large number: ", ackermann(4, 3))
  }
}

/// Ackermann's function, whose inner call no compiler can turn into a loop.
@inline(never)
func ackermann(_ first: Int, _ second: Int) -> Int {
  if first == 0 { return second + 1 }
  if second == 0 { return ackermann(first - 1, 1) }
  return ackermann(first - 1, ackermann(first, second - 1))
}
