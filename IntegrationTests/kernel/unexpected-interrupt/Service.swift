import Kernel

/// Takes an interrupt that no device was given.
@main struct UnexpectedInterrupt: Service {
  static func start(_ system: System) async {
    Fault.raiseUnexpectedInterrupt()
  }
}
