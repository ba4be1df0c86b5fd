import Kernel

/// Comes up and makes the processor reset.
@main struct TripleFault: Service {
  static func start(_ system: System) async {
    system.console.print("PASSED")
    try? await Task.sleep(for: .milliseconds(20))
    Fault.tripleFault()
  }
}
