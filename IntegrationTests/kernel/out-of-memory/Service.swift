import Kernel

/// Allocates until nothing is left.
@main struct OutOfMemory: Service {
  static func start(_ system: System) async {
    var blocks: [[UInt8]] = []
    while true { blocks.append(hoard()) }
  }

  @inline(never)
  static func hoard() -> [UInt8] {
    [UInt8](repeating: 1, count: 100_000)
  }
}
