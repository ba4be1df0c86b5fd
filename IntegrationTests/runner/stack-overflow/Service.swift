import Kernel

/// Comes up and calls itself until its stack ends.
@main struct StackOverflow: Service {
  static func start(_ system: System) async {
    try? await Task.sleep(for: .milliseconds(20))
    system.console.print("depth ", Int(truncatingIfNeeded: Fault.overflowStack()))
  }
}
