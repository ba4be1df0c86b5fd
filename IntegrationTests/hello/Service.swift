import Kernel

/// About the least that a service can be.
@main struct Hello: Service {
  static func start(_ system: System) async {
    system.console.print("hello, world")
    try? await Task.sleep(for: .milliseconds(10))
    system.console.print("goodbye")
  }
}
