import Kernel

/// Says the date until March begins.
@main struct WallClockTest: Service {
  static func start(_ system: System) async {
    for await _ in system.ticks(every: .milliseconds(250)) {
      guard let now = system.wallClock.now else { panic("no date") }
      system.console.print("date ", now)
      if now.date.month == 3 { break }
    }
  }
}
