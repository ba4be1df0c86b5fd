internal import Synchronization

/// Brings the events of tests that run at the same time to the reporters, one after the other.
final class EventHub: Sendable {
  private let start = ContinuousClock.now
  private let lock = Mutex(())
  // Safe: they are called under the lock alone.
  nonisolated(unsafe) private let reporters: [any Reporter]

  /// Makes a hub.
  ///
  /// - Parameter reporters: Who is told of every event; nobody else may call them meanwhile.
  init(_ reporters: [any Reporter]) {
    self.reporters = reporters
  }

  /// How long the run has lasted.
  var elapsed: Duration { .now - start }

  /// Tells the reporters.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - test: The number of the test within the run, from 0; nil for the run as a whole.
  func post(_ event: RunEvent, of test: Int? = nil) {
    lock.withLock { _ in
      let timed = TimedEvent(event, at: .now - start, of: test)
      for reporter in reporters { reporter.receive(timed) }
    }
  }
}
