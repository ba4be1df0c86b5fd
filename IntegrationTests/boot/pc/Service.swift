import Kernel

/// Says what it found in its machine, sleeps for a second by the timer, and switches the machine off.
@main struct PC: Service {
  static func start(_ system: System) async {
    system.console.print("clock source ", system.clock.source)
    guard let date = system.wallClock.now else { panic("no date") }
    system.console.print("date ", date)
    let start = system.uptime
    for _ in 0..<10 { try? await Task.sleep(for: .milliseconds(100)) }
    let slept = system.uptime - start
    system.check(slept >= .seconds(1) && slept < .seconds(2), "it slept for a second")
    let seconds = Int(slept.components.seconds)
    let rest = Int(slept.components.attoseconds / 1_000_000_000_000_000)
    system.console.print("slept ", seconds * 1000 + rest)
    system.powerOff()
  }
}
