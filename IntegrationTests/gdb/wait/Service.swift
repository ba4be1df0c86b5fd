import Kernel

/// Does nothing: what counts is before its start.
@main struct WaitingService: Service {
  static func start(_ system: System) async {
    while true { try? await Task.sleep(for: .seconds(1)) }
  }
}
