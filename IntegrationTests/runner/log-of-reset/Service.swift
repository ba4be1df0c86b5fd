import Kernel

/// Logs a line, then makes the processor reset.
@main struct LogOfReset: Service {
  static func start(_ system: System) async {
    log(.info, "line of a guest that is about to be reset")
    Fault.tripleFault()
  }
}
