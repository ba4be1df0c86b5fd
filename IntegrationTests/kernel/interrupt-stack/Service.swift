import Kernel

/// Writes where the stack of interrupts ends.
@main struct InterruptStack: Service {
  static func start(_ system: System) async {
    Fault.writeBelowInterruptStack()
  }
}
