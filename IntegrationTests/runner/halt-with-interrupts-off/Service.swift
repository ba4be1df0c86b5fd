import Kernel

/// Comes up and then sleeps in a way from which nothing wakes it.
@main struct HaltWithInterruptsOff: Service {
  static func start(_ system: System) async {
    try? await Task.sleep(for: .milliseconds(20))
    Fault.haltWithInterruptsOff()
  }
}
