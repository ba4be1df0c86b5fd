import Kernel

/// Does nothing until gdb ends it.
@main struct EndingService: Service {
  static func start(_ system: System) async {
    while true { try? await Task.sleep(for: .seconds(1)) }
  }
}
