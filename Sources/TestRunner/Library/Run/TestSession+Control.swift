internal import Machine

/// Steps about the machine as a whole, and about other steps.
extension TestSession {
  /// Takes steps again and again, until one fails.
  func take(
    _ loop: RepeatStep, _ index: Int, until deadline: ContinuousClock.Instant
  ) -> StepOutcome {
    for round in 1...loop.count {
      for step in loop.steps {
        let limit = step.limit.map { min(deadline, .now + $0) } ?? deadline
        guard case .failed(let reason) = perform(step, index, until: limit) else {
          if verdict != nil { return .interrupted }
          continue
        }
        return .failed("round \(round), \(step.title): \(reason)")
      }
      if ContinuousClock.now >= deadline && round < loop.count {
        return .failed("only \(round) rounds within the limit")
      }
    }
    return .passed("\(loop.count) rounds")
  }

  /// Stops the guest's processors for a while.
  func pause(_ duration: Duration) -> StepOutcome {
    do throws(MachineError) {
      try machine.pause()
      // The step is this long by definition; events of the machine end it early.
      _ = wait(until: .now + duration) { false }
      if verdict != nil { return .interrupted }
      try machine.resume()
      return .passed("")
    } catch {
      noteMonitorFailure(error)
      return .interrupted
    }
  }

  /// Resets the machine as its button does, and waits until the service is ready again.
  func reboot(until deadline: ContinuousClock.Instant) -> StepOutcome {
    noteCoverage()
    do throws(MachineError) {
      try machine.execute("system_reset")
    } catch {
      noteMonitorFailure(error)
      return .interrupted
    }
    return waitForRestart(byGuest: false, until: deadline)
  }

  /// Waits for one more report of an event than steps before have waited for.
  func wait(forEvent name: String, until deadline: ContinuousClock.Instant) -> StepOutcome {
    let count = awaitedEvents[name, default: 0] + 1
    awaitedEvents[name] = count
    if wait(until: deadline, for: { self.monitorEvents[name, default: 0] >= count }) {
      return .passed("")
    }
    if verdict != nil { return .interrupted }
    let seen = monitorEvents.keys.sorted().joined(separator: ", ")
    return .failed("QEMU did not report it; it reported \(seen.isEmpty ? "nothing" : seen)")
  }
}
