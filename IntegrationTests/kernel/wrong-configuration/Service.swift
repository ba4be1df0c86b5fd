import Kernel

/// Looks at the kernel's own configuration, of which the command line gives a part wrongly.
@main struct WrongConfiguration: Service {
  static func start(_ system: System) async {
    if system.configuration.gateway == nil { system.console.print("no gateway") }
  }
}
