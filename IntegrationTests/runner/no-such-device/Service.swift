import Kernel

/// Never runs: its test gives QEMU an argument that it refuses.
@main struct NoSuchDevice: Service {
  static func start(_ system: System) async {}
}
