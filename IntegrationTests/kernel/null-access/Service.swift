import Kernel

/// Reads a byte of page 0, which is not mapped.
@main struct NullAccess: Service {
  static func start(_ system: System) async {
    system.console.print("read ", Int(Fault.readNull()))
  }
}
