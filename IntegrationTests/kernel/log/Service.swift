import Kernel

/// Writes lines of every kind, and checks that those which are off are not even made.
@main struct LogTest: Service {
  nonisolated(unsafe) static var madeCount = 0

  /// A value whose making is seen.
  static func made() -> Int {
    unsafe madeCount += 1
    return unsafe madeCount
  }

  /// A value whose making writes a line of its own.
  static func chatty() -> Int {
    log(.warning, "inside", module: "inner")
    return 5
  }

  static func start(_ system: System) async {
    log(.debug, "nobody wants \(made())")
    system.check(unsafe madeCount == 0, "a message that is off is not made")
    log(.info, "kept, not printed")
    log(.warning, "numbers \(made()) \(UInt64.max) \(Int8.min) \(hex: UInt16(0xbeef)) \(true)")
    system.check(unsafe madeCount == 1, "a message that is on is made once")
    let text = String("te") + "xt"
    log(.error, "\(text) \(IPv4Address(10, 0, 0, 42)) \(Duration.milliseconds(3))", module: "dns")
    log(.critical, "before, \(chatty()), after")
    system.log.level = .debug
    system.log.consoleLevel = .debug
    log(.debug, "now wanted: \(made())")
    system.check(unsafe madeCount == 2, "the level is set at run time")
    try? await Task.sleep(for: .seconds(3600))
  }
}
