internal import CLaunch
internal import Glibc

/// Turns the signals by which a person ends a program into bytes of a pipe.
///
/// The handlers are the process's: one source at a time.
final class InterruptSource {
  /// Yields the number of each signal as one byte.
  let descriptor: Descriptor
  private let writing: Descriptor
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// Takes over the signals.
  ///
  /// - Throws: `refused` if there is no pipe.
  init() throws(MachineError) {
    (descriptor, writing) = try Descriptor.pipe()
    // A full pipe must never stop the handler.
    writing.setNonBlocking()
    for signal in Self.signals { _ = launch_watch_signal(signal, writing.number) }
  }

  deinit {
    for signal in Self.signals { _ = launch_unwatch_signal(signal) }
  }
}
