import Kernel

/// Draws from the seed of the command line.
@main struct FixedSeedTest: Service {
  static func start(_ system: System) async {
    let random = system.random
    system.check(random.quality == .fixed, "the seed is fixed")
    system.check(random.next() == expected, "the first number is that of the seed")
    system.check(random.deviceByteCount == 0, "nothing else is mixed in")
    system.exit()
  }

  /// What ChaCha20 makes of the seed "42".
  static var expected: UInt64 { 0x193b_1e47_1262_07c5 }
}
