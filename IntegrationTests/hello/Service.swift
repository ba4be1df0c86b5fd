import Kernel

actor Counter { var n = 0; func add() -> Int { n += 1; return n } }

@main struct Hello: Service {
  static func start(_ system: System) async {
    let console = system.console
    console.print("task")
    let c = Counter()
    await withTaskGroup(of: Int.self) { g in
      for i in 0..<3 { g.addTask { await c.add() + i } }
      for await v in g { if v > 100 { console.print("big") } }
    }
    async let x = c.add()
    if await x == 4 { console.print("four") }
    let s = AsyncStream<Int> { k in
      k.yield(3); k.finish()
    }
    for await v in s { if v == 3 { console.print("three") } }
    try? await Task.sleep(for: .milliseconds(20))
    console.print("slept")
  }
}
