import Kernel

/// Asks for a port that the machine does not have, and for one that it has.
@main struct UnknownPortTest: Service {
  static func start(_ system: System) async {
    let start = system.uptime
    let unknown = await system.port(named: "nobody", within: .milliseconds(300))
    let waited = system.uptime - start
    system.check(unknown == nil, "there is no such port")
    system.check(waited >= .milliseconds(300), "it was waited for")
    system.check(waited < .seconds(60), "but not for ever")
    let known = await system.port(named: "control", within: .milliseconds(1))
    system.check(known != nil, "the other port is there")
    let cancelled = Task { await system.port(named: "nobody") == nil }
    cancelled.cancel()
    system.check(await cancelled.value, "a cancelled task does not wait")
    system.exit()
  }
}
