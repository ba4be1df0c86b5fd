import Kernel

/// Would say that it runs, if the kernel let it.
@main struct WrongWatchdog: Service {
  static func start(_ system: System) async { system.console.print("started") }
}
