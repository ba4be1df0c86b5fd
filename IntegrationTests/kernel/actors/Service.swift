import Kernel

/// Checks that the only task of a service may call actors.
@main struct ActorsTest: Service {
  actor Counter {
    private var value = 0

    func add(_ number: Int) -> Int {
      value += number
      return value
    }

    func addLater(_ number: Int) async -> Int {
      try? await Task.sleep(for: .milliseconds(1))
      return add(number)
    }
  }

  static func start(_ system: System) async {
    let first = Counter()
    let second = Counter()
    var sum = 0
    for number in 1...100 {
      sum = await first.add(number)
      sum = await second.add(sum)
    }
    system.check(sum == 171_700, "two actors are called in turn")
    let later = await first.addLater(1)
    system.check(later == 5051, "an actor may wait")
    system.exit()
  }
}
