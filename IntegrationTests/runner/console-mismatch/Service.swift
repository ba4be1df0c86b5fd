import Kernel

/// Prints something other than its test expects, and lives.
@main struct ConsoleMismatch: Service {
  static func start(_ system: System) async {
    system.console.print("the test was not SUCCESSFUL")
    try? await Task.sleep(for: .seconds(3600))
  }
}
