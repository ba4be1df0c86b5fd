import Kernel

/// Waits for gdb to make it fail.
@main struct FaultingService: Service {
  static func start(_ system: System) async {
    while true { try? await Task.sleep(for: .seconds(1)) }
  }
}
