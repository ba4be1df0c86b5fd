import Kernel

actor Counter { var n = 0; func add() -> Int { n += 1; return n } }

@main struct Hello: Service {
  static func start() async {
    say("task\n")
    let c = Counter()
    await withTaskGroup(of: Int.self) { g in
      for i in 0..<3 { g.addTask { await c.add() + i } }
      for await v in g { if v > 100 { say("big") } }
    }
    async let x = c.add()
    if await x == 4 { say("four\n") }
    let s = AsyncStream<Int> { k in k.yield(3); k.finish() }
    for await v in s { if v == 3 { say("three\n") } }
    say("slept\n")
  }
}
