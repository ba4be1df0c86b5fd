import Kernel

/// Nothing but the network stack, which answers by itself once somebody has asked for it.
@main struct PingingService: Service {
  static func start(_ system: System) async {
    _ = system.network
    while true { try? await Task.sleep(for: .seconds(3600)) }
  }
}
