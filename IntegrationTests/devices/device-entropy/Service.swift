import Kernel

/// Draws on a machine whose only source of entropy is a device.
@main struct DeviceEntropyTest: Service {
  static func start(_ system: System) async {
    system.check(system.random.isSeeded, "the first number waits for the device")
  }
}
