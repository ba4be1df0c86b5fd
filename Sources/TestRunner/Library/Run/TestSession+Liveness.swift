internal import Machine

/// Looking from outside whether the guest still works.
extension TestSession {
  /// What the processors do, after at most a quarter of a second.
  ///
  /// A kernel without work halts with interrupts on; one that does neither in all that time is
  /// stuck, and so is one that halts where no interrupt can wake it. One whose run loop goes round
  /// has work left, from clients that have gone: it is waited for as long as it is allowed to.
  ///
  /// - Parameter patience: How long the guest may work on.
  /// - Returns: What they do, or why the guest counts as stuck.
  func probeLiveness(patience: Duration = .zero) -> Observation.Liveness {
    let start = ContinuousClock.now
    var deadline = start + .milliseconds(250)
    var rounds: UInt64?
    var sawInterruptsOn = false
    var deadHaltCount = 0
    while verdict == nil {
      guard let states = readProcessors()?.filter({ !$0.isParked }) else { break }
      if let word = stoppedState { return .stopped(word) }
      if states.allSatisfy({ $0.isHalted && $0.acceptsInterrupts }) { return .idle }
      if states.contains(where: \.acceptsInterrupts) { sawInterruptsOn = true }
      deadHaltCount += states.contains { $0.isHalted && !$0.acceptsInterrupts } ? 1 : 0
      if deadHaltCount > 2 { return .stuck("the guest halts with interrupts off") }
      let now = ContinuousClock.now
      // Most guests rest at once; only for others are the image's symbols read.
      if rounds == nil, patience > .zero, now > start + .milliseconds(100) { rounds = readRounds() }
      if now >= deadline {
        let latest = rounds.flatMap { _ in readRounds() }
        guard latest != rounds, sawInterruptsOn, now < start + patience else {
          return .stuck(Self.reason(sawInterruptsOn))
        }
        if activity != "coming to rest" { begin("coming to rest") }
        rounds = latest
        deadline = now + .milliseconds(250)
      }
      _ = wait(until: min(deadline, now + .milliseconds(5))) { false }
    }
    // The verdict that ended the loop counts; this one is not asked for any more.
    return .stopped("gone")
  }

  private static func reason(_ sawInterruptsOn: Bool) -> String {
    sawInterruptsOn
      ? "the guest is busy and does not come to rest" : "the guest spins with interrupts off"
  }

  /// QEMU's word for a machine that does not run; nil if it runs.
  private var stoppedState: String? {
    guard let state = try? machine.runState() else { return nil }
    return state == "running" ? nil : state
  }

  /// How often the guest's run loop has gone round; nil if nobody says.
  private func readRounds() -> UInt64? {
    guard let place = image.roundsPlace else { return nil }
    do throws(MachineError) {
      let bytes = try machine.readPhysicalMemory(at: place, count: 8)
      return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    } catch {
      noteMonitorFailure(error)
      return nil
    }
  }

  private func readProcessors() -> [ProcessorState]? {
    do throws(MachineError) {
      return try machine.processors()
    } catch {
      noteMonitorFailure(error)
      return nil
    }
  }

  /// A monitor that does not answer any more usually means that the machine's end is an event.
  func noteMonitorFailure(_ error: MachineError) {
    // What a guest says of its memory is its own doing: who wants to read there cannot.
    if case .noMemory = error { return }
    if error == .monitorClosed { _ = wait(until: .now + .seconds(1)) { false } }
    if verdict == nil { fail(error) }
  }

  /// Adds QEMU's own words to a verdict about it.
  func explainFailure(ofQEMU exit: QEMUExit) {
    guard let verdict, verdict.kind == .qemuFailure else { return }
    let lines = exit.standardError.split(separator: "\n").map(String.init)
    guard let first = lines.first else { return }
    var explained = verdict
    let words = first.firstRange(of: ": ").map { String(first[$0.upperBound...]) } ?? first
    explained.reason += ": \(words)"
    explained.details = lines
    replace(explained)
  }
}
