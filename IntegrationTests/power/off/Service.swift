import Kernel

/// Switches its machine off.
@main struct PowerOff: Service {
  static func start(_ system: System) async {
    system.console.print("good night")
    system.powerOff()
  }
}
