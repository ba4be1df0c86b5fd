import Kernel

/// Comes up and then spins, deaf to every interrupt.
@main struct SpinWithInterruptsOff: Service {
  static func start(_ system: System) async {
    try? await Task.sleep(for: .milliseconds(20))
    Fault.spinWithInterruptsOff()
  }
}
