import Kernel

/// Ends when it should, with the status that its test asks for.
@main struct RightExitStatus: Service {
  static func start(_ system: System) async {
    system.console.print("goodbye")
    try? await Task.sleep(for: .milliseconds(20))
    system.exit(3)
  }
}
