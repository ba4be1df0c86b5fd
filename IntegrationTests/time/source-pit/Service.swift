import Kernel

/// Says what the clock goes by.
@main struct ClockSourceTest: Service {
  static func start(_ system: System) async {
    system.console.print("clock source ", system.clock.source)
    system.console.print("invariant ", system.clock.hasInvariantTicks ? 1 : 0)
    guard let now = system.wallClock.now else { panic("no date") }
    system.console.print("date ", now)
    // Long enough for the clock to be corrected some times.
    for await _ in system.ticks(every: .milliseconds(100)) {
      if system.uptime > .seconds(1) { break }
    }
  }
}
