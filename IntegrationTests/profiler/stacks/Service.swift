import Kernel

/// Stacks of all sorts of work are whole: tasks, closures, recursion, the heap, the network.
@main struct Stacks: Service {
  static func start(_ system: System) async throws(BindError) {
    system.watchdogLimit = .zero
    let socket = try system.network.udp.bind(port: 7)
    let echo = Task {
      for await datagram in socket { try? socket.send(datagram.payload, to: datagram.source) }
    }
    system.profiler.start(rate: 2000, nonMaskable: true, seed: 2)
    let start = system.uptime
    var round = 0
    while system.uptime - start < .seconds(4) {
      round += 1
      sink = descend(round % 60)
      sink = await withTaskGroup(of: Int.self) { group in
        for number in 0..<4 { group.addTask { allocate(number + 5) } }
        return await group.reduce(0, +)
      }
      if round % 50 == 0 { try? await Task.sleep(for: .milliseconds(1)) }
    }
    system.profiler.stop()
    echo.cancel()
    judge(system)
    system.exit()
  }

  static func judge(_ system: System) {
    var all = 0
    var whole = 0
    var wild = 0
    var deep = 0
    system.profiler.forEachSample { sample in
      all += 1
      if sample.end == .complete { whole += 1 }
      deep = max(deep, sample.addressCount)
      for index in 0..<sample.addressCount where !system.profiler.isCode(sample.address(at: index))
      {
        wild += 1
      }
    }
    log(.warning, "\(all) samples, \(whole) whole, \(wild) wild, up to \(deep) deep")
    system.check(all > 1000, "there are samples")
    system.check(deep > 40, "some stacks are deep")
    system.check(wild == 0, "every address is one of code")
    system.check(whole * 1000 >= all * 999, "999 of 1000 stacks are whole")
  }
}

nonisolated(unsafe) var sink = 0

@inline(never) func descend(_ depth: Int) -> Int {
  guard depth > 0 else { return allocate(20) }
  return descend(depth - 1) &* 3 &+ allocate(2)
}

@inline(never) func allocate(_ count: Int) -> Int {
  let numbers = (0..<count * 10).map { $0 &* 7919 % 101 }
  let sorted = numbers.sorted { $0 > $1 }
  return sorted.reduce(0, &+) &+ sorted.filter { $0 % 3 == 0 }.count
}
