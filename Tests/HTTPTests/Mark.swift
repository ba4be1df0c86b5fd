internal import Synchronization

/// Something that happens once, for tasks that wait for each other.
final class Mark: Sendable {
  private let flag = Atomic(false)

  var isSet: Bool { flag.load(ordering: .acquiring) }

  /// Sets it; returns whether it was not set before.
  @discardableResult
  func set() -> Bool { !flag.exchange(true, ordering: .acquiringAndReleasing) }

  /// Lets others go on until it is set, or until they have had their chance.
  func wait() async {
    for _ in 0..<10_000 where !isSet { await Task.yield() }
  }
}
