import Kernel

/// Panics on a machine with a device that tells the host of it.
@main struct PanicDevice: Service {
  static func start(_ system: System) async {
    system.console.print("about to panic")
    panic("told by the record, too")
  }
}
