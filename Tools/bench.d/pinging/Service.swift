import Kernel

/// Nothing but the network stack, which answers by itself.
@main struct PingingService: Service {
  static func start(_ system: System) async {
    while true { try? await Task.sleep(for: .seconds(3600)) }
  }
}
