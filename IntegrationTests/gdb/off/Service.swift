import Kernel

/// Does nothing until gdb switches it off.
@main struct OffService: Service {
  static func start(_ system: System) async {
    while true { try? await Task.sleep(for: .seconds(1)) }
  }
}
