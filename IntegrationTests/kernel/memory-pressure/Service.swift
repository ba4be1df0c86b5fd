import Kernel

/// Holds memory until it is told that little is left, then lets go.
@main struct MemoryPressure: Service {
  nonisolated(unsafe) static var callCount = 0

  static func start(_ system: System) async {
    system.memory.onPressure(below: 1 << 20) { callCount += 1 }
    for round in 1...3 {
      await fill(system.memory, until: round)
      system.check(callCount == round, "little memory is reported once each time")
      try? await Task.sleep(for: .milliseconds(2))
    }
    system.exit()
  }

  /// Allocates in pieces, and frees all at its end.
  static func fill(_ memory: Memory, until round: Int) async {
    var pieces: [[UInt8]] = []
    while callCount < round, memory.statistics.freeByteCount > 300_000 {
      pieces.append([UInt8](repeating: 1, count: 100_000))
      await Task.yield()
    }
  }
}
