internal import Frames
internal import Machine

/// Taking steps.
extension TestSession {
  /// Takes a step and reports it.
  func take(_ step: Step, _ index: Int) {
    begin(step.title)
    record?.mark("step \(index + 1): \(step.title)", at: VirtualMachine.frameTime)
    observe(.stepStarted(index))
    post(.stepStarted(index: index, title: step.title))
    failurePlace = nil
    let start = ContinuousClock.now
    let outcome = perform(step, index, until: start + (step.limit ?? manifest.limits.step))
    let duration = ContinuousClock.now - start
    switch outcome {
    case .passed, .leftOut: observe(.stepPassed(index))
    case .failed(let reason):
      let line = reason.replacing("\n", with: "; ")
      observe(.stepFailed(index, reason: "\(step.title): \(line)"))
      if verdict == nil { observe(.liveness(probeLiveness())) }
    case .interrupted: break
    }
    let ending = StepEnding(outcome, verdict, expected: manifest.expectation)
    var result = CaseResult.StepResult(
      title: step.title, line: step.line, duration: duration, ending: ending)
    if let place = failurePlace { (result.file, result.line) = (short(place).file, place.line) }
    results.append(result)
    post(.stepEnded(index: index, title: step.title, duration: duration, ending: ending))
  }

  func perform(
    _ step: Step, _ index: Int, until deadline: ContinuousClock.Instant
  ) -> StepOutcome {
    patternDeadline = deadline
    return switch step.action {
    case .ping, .dns, .run, .http, .load, .dhcp, .debug: runClients([step], index, until: deadline)
    case .parallel(let steps): runClients(steps, index, until: deadline)
    case .scenario(let scenario): play(scenario, index, until: deadline)
    case .leftOut(_, let reason): .leftOut(reason)
    case .loop(let loop): take(loop, index, until: deadline)
    case .measure(let measure): self.measure(measure, index, until: deadline)
    case .udp(let datagram): exchange(datagram, until: deadline)
    case .arp(let arp): ask(arp, until: deadline)
    case .tcp(let tcp): converse(tcp, until: deadline)
    case .console(let expectation): look(for: expectation, until: deadline)
    case .heap(let heap): checkHeap(heap, until: deadline)
    case .counter(let counter): check(counter)
    case .idle(let idle): watch(idle)
    case .stall(let stall): look(for: stall, until: deadline)
    case .disk(let disk): check(disk)
    case .balloon(let balloon): change(balloon, until: deadline)
    case .clock(let clock): compareClocks(clock, until: deadline)
    case .link(let link): change(link)
    case .profile(let profile): record(profile, index, until: deadline)
    case .pause(let duration): pause(duration)
    case .event(let name): wait(forEvent: name, until: deadline)
    case .exit, .power(.off): waitForEnd(until: deadline)
    case .power(.reset): waitForRestart(byGuest: true, until: deadline)
    case .reboot: reboot(until: deadline)
    }
  }

  private func change(_ link: LinkStep) -> StepOutcome {
    do throws(MachineError) {
      switch link {
      case .state(let state):
        if state == .down { record?.noteCut(at: VirtualMachine.frameTime) }
        try machine.setLink(isUp: state == .up)
      case .impaired(let settings):
        guard machine.changeLink(settings) else { return .failed("there is no such link") }
      }
      return .passed("")
    } catch {
      return .failed("\(error)")
    }
  }

  private func waitForEnd(until deadline: ContinuousClock.Instant) -> StepOutcome {
    _ = wait(until: deadline) { false }
    if verdict == nil { observe(.limitPassed(.step)) }
    return .interrupted
  }

  /// Waits until the machine was reset once more, and its guest is ready again.
  func waitForRestart(byGuest: Bool, until deadline: ContinuousClock.Instant) -> StepOutcome {
    restartCount.all += 1
    if byGuest { restartCount.ofGuest += 1 }
    let count = restartCount
    let hasRestarted = { self.resetCount >= count.ofGuest && self.readyCount > count.all }
    guard wait(until: deadline, for: hasRestarted) else {
      if verdict != nil { return .interrupted }
      return .failed(
        resetCount < count.ofGuest ? "there was no reset" : "not ready again after the reset")
    }
    // What the kernel counts, it counts from 0 again.
    noteCounters()
    return verdict == nil ? .passed("") : .interrupted
  }

  private func look(
    for expectation: ConsoleExpectation, until deadline: ContinuousClock.Instant
  ) -> StepOutcome {
    var checkedCount = 0
    let isFound = {
      defer { checkedCount = self.console.lines.count }
      return self.firstPlace(of: expectation, in: self.console.lines[checkedCount...]) != nil
    }
    guard expectation.isPresent else {
      let isThere = isFound()
      if verdict != nil { return .interrupted }
      return isThere ? .failed("it does") : .passed("")
    }
    if wait(until: deadline, for: isFound) { return .passed("") }
    if verdict != nil { return .interrupted }
    let last = console.lastLine.map { "; its last line is “\(ConsoleText.visible($0))”" } ?? ""
    let rest = console.isCut ? ", among those that are looked at" : ""
    return .failed("no such line\(rest)\(last)")
  }

  /// Looks once more at what must never be on the console.
  ///
  /// - Returns: The verdict if the test fails; nil if nothing of the kind is there.
  func findAbsentLine() -> Verdict? {
    let before = verdict
    for step in manifest.steps.flatMap(\.all) {
      guard case .console(let expectation) = step.action, !expectation.isPresent else { continue }
      var problem: String?
      if console.isCut { problem = "only the first lines are known, of too many" }
      let lines = console.lines + [console.unfinishedLine].compactMap { $0 }
      if problem == nil, firstPlace(of: expectation, in: lines) != nil {
        problem = "it did, later on"
      }
      if let problem { return Verdict(.failedExpectation, "\(step.title): \(problem)") }
      if verdict != before { return verdict }
    }
    return nil
  }
}
