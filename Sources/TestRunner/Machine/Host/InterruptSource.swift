internal import CLaunch
internal import Glibc
internal import Synchronization

/// Turns the signals by which a person ends a program into bytes of a pipe.
///
/// The handlers are the process's; every source hears every signal, and with the last one the
/// signals end the process again.
final class InterruptSource {
  /// Yields the number of each signal as one byte.
  let descriptor: Descriptor
  private let writing: Descriptor
  /// Held while handlers change.
  private static let handlers = Mutex(())
  private let signals: [Int32]

  /// Takes over signals.
  ///
  /// - Parameter signals: Which ones.
  /// - Throws: `refused` if there is no pipe or there are too many sources.
  init(_ signals: [Int32] = [SIGINT, SIGTERM, SIGHUP]) throws(MachineError) {
    self.signals = signals
    (descriptor, writing) = try Descriptor.pipe()
    // A full pipe must never stop the handler.
    writing.setNonBlocking()
    let number = writing.number
    let isWatching = Self.handlers.withLock { _ in
      signals.allSatisfy { launch_watch_signal($0, number) == 0 }
    }
    guard isWatching else { throw .refusal("watch", "signals") }
  }

  deinit {
    let number = writing.number
    Self.handlers.withLock { _ in
      for signal in signals { _ = launch_unwatch_signal(signal, number) }
    }
  }
}
