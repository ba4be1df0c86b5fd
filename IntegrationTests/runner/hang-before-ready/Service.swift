import Kernel

/// Prints a line and never comes to rest.
@main struct HangBeforeReady: Service {
  static func start(_ system: System) async {
    system.console.print("READY")
    spin()
  }
}

/// The culprit that the backtrace must name.
@inline(never)
func spin() -> Never {
  while true {}
}
