import Kernel

/// Lends memory to its host, and uses what it gets back.
@main struct BalloonTest: Service {
  static func start(_ system: System) async {
    guard let balloon = system.balloon else { return system.check(false, "there is a balloon") }
    var most = 0
    // The host asks for 32 of 64 MB, and then for less.
    while most < 32 << 20 || balloon.lentByteCount > 0 {
      most = max(most, balloon.lentByteCount)
      try? await Task.sleep(for: .milliseconds(1))
    }
    system.check(most == 32 << 20, "it has lent as much as was wanted")
    let block = [UInt8](repeating: 1, count: 40 << 20)
    system.check(block.allSatisfy { $0 == 1 }, "all memory is there again")
    system.console.print("whole again")
    while true { try? await Task.sleep(for: .seconds(3600)) }
  }
}
