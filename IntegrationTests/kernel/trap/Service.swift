import Kernel

/// Overflows an integer two calls deep.
@main struct Trap: Service {
  static func start(_ system: System) async {
    system.console.print("sum ", sum(of: [Int.max, 1]))
  }

  @inline(never)
  static func sum(of numbers: [Int]) -> Int {
    numbers.reduce(0, +)
  }
}
