import Kernel

/// Draws on a machine that has no source of entropy.
@main struct NoEntropyTest: Service {
  static func start(_ system: System) async {
    let random = system.random
    system.check(random.quality == .weak, "the machine says that its numbers can be guessed")
    system.check(random.next() != random.next(), "there are numbers nevertheless")
  }
}
