import Kernel

/// Draws random numbers on a machine that has every source of them.
@main struct RandomTest: Service {
  static func start(_ system: System) async {
    var random = system.random
    system.check(random.isSeeded, "there is a good source")
    let start = system.uptime
    // The device answers while the guest sleeps.
    while random.deviceByteCount == 0, system.uptime - start < .seconds(5) {
      try? await Task.sleep(for: .milliseconds(5))
    }
    system.check(random.deviceByteCount >= 32, "the device has given entropy")

    var seen: Set<UInt64> = []
    for _ in 0..<1000 { seen.insert(random.next()) }
    system.check(seen.count == 1000, "no number comes twice")
    var ones = 0
    for byte in random.bytes(count: 2 << 20) { ones += byte.nonzeroBitCount }
    // Six standard deviations of 16,777,216 fair coins are 12,288.
    system.check(abs(ones - 8 << 20) < 12_288, "ones and zeros are as frequent")
    var sides = [Int](repeating: 0, count: 6)
    for _ in 0..<600 { sides[Int.random(in: 0..<6, using: &random)] += 1 }
    system.check(sides.allSatisfy { $0 > 50 }, "every side of a die comes up")

    let before = random.deviceByteCount
    _ = random.next()
    while random.deviceByteCount == before, system.uptime - start < .seconds(10) {
      try? await Task.sleep(for: .milliseconds(5))
    }
    system.check(random.deviceByteCount > before, "it was asked again after so much was drawn")
    system.exit()
  }
}
