import Kernel

/// Waits for gdb to make it fail, and to leave it then.
@main struct LeftService: Service {
  static func start(_ system: System) async {
    while true { try? await Task.sleep(for: .seconds(1)) }
  }
}
