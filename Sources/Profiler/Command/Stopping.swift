internal import Glibc
internal import Synchronization

/// Whether a person or a program has asked this one to end.
enum Stopping {
  private static let count = Atomic<Int>(0)

  /// Turns the signals that end a program into a request; the second one ends it at once.
  static func watch() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        if Stopping.count.add(1, ordering: .relaxed).newValue > 1 { _exit(128 + number) }
      }
    }
  }

  /// Whether a signal came.
  static var isAsked: Bool { count.load(ordering: .relaxed) > 0 }
}
