import Kernel

/// Ends when it should, with a status that it should not give.
@main struct WrongExitStatus: Service {
  static func start(_ system: System) async {
    try? await Task.sleep(for: .milliseconds(20))
    system.exit(3)
  }
}
