import Kernel

/// Checks that Swift Concurrency works without an operating system.
@main struct ConcurrencyTest: Service {
  actor Counter {
    private var value = 0

    func increment() -> Int {
      value += 1
      return value
    }
  }

  static func start(_ system: System) async {
    await checkActors(system)
    await checkGroups(system)
    await checkStreams(system)
    await checkSleep(system)
    system.exit()
  }

  static func checkActors(_ system: System) async {
    let counter = Counter()
    async let first = counter.increment()
    async let second = counter.increment()
    let sum = await first + second
    system.check(sum == 3, "an actor serves two children one after the other")
    let task = Task { await counter.increment() }
    let value = await task.value
    system.check(value == 3, "a task returns its value")
  }

  static func checkGroups(_ system: System) async {
    let sum = await withTaskGroup(of: Int.self) { group in
      for number in 1...100 {
        group.addTask {
          await Task.yield()
          return number
        }
      }
      var sum = 0
      for await number in group { sum += number }
      return sum
    }
    system.check(sum == 5050, "a group collects a hundred children")
  }

  static func checkStreams(_ system: System) async {
    let stream = AsyncStream<Int> { continuation in
      for number in 0..<1000 { continuation.yield(number) }
      continuation.finish()
    }
    var expected = 0
    for await number in stream {
      if number != expected { break }
      expected += 1
    }
    system.check(expected == 1000, "a stream yields what was put in, in order")
  }

  static func checkSleep(_ system: System) async {
    var order: [Int] = []
    await withTaskGroup(of: Int.self) { group in
      for number in [3, 1, 2] {
        group.addTask {
          try? await Task.sleep(for: .milliseconds(10 * number))
          return number
        }
      }
      for await number in group { order.append(number) }
    }
    system.check(order == [1, 2, 3], "sleepers wake in the order of their deadlines")
    let start = system.uptime
    try? await Task.sleep(for: .milliseconds(20))
    let slept = system.uptime - start
    system.check(slept >= .milliseconds(20), "a sleep is not too short")
    system.check(slept < .seconds(2), "a sleep is not much too long")
  }
}
