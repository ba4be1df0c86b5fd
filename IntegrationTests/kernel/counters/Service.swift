import Kernel

/// An echo service with a counter of its own, which reads the kernel's and reports them at its end.
@main struct CountersTest: Service {
  static func start(_ system: System) async throws(BindError) {
    let answers = system.counters.add("answers")
    let socket = try system.network.udp.bind(port: 7)
    // Long enough that no busy host lets it pass before the sleep begins: that would set no timer.
    try? await Task.sleep(for: .milliseconds(50))
    system.check(system.counters["answers"] == 0, "a counter begins at 0")
    system.check(system.counters["nonsense"] == nil, "there is no other counter")
    system.check((system.counters["jobs"] ?? 0) > 0, "jobs are counted")
    system.check(system.counters["timers set"] == 1, "timers are counted")
    system.check(system.counters["timers fired"] == 1, "timers that ran out are counted")
    system.counters.reportAtExit()
    for await datagram in socket {
      answers.add()
      try? socket.send(datagram.payload, to: datagram.source)
      if answers.value == 3 { system.exit() }
    }
  }
}
