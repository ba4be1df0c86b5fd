internal import Machine

/// What the machine's events mean.
extension TestSession {
  func handle(_ event: MachineEvent) {
    switch event.kind {
    case .console(let bytes):
      noteSign(at: event.time)
      for line in console.take(bytes) {
        post(.console(line))
        if meansReadiness(line) { observe(.ready) }
      }
    case .records(let bytes):
      noteSign(at: event.time)
      observe(records.take(bytes))
      prepareDiagnosis()
    case .monitor(let event): handle(event)
    case .exited(let exit): handle(exit)
    case .output(let id, let stream, let bytes):
      clients[id]?.take(bytes, from: stream)
      noteCut(ofSidecar: id)
    case .processExited(let id, let status): clients[id]?.status = status
    case .readable(let watch): readable.insert(watch)
    case .interrupted: observe(.interrupted)
    case .lost(let channel, let count): noteLoss(of: channel, count)
    }
  }

  /// Says of what came faster than it was taken that it is missing.
  private func noteLoss(of channel: MachineEvent.Channel, _ count: Int) {
    switch channel {
    case .console:
      console.lose()
      let name = RunFolder.Name.console
      post(.note("\(count) bytes came too fast on the console: only \(name) has them"))
    case .records:
      observe(
        .recordsDamaged(reason: "\(count) bytes of records came faster than they can be taken"))
    case .monitor: post(.note("\(count) events of QEMU's monitor came too fast and are lost"))
    case .client(let id, let stream):
      clients[id]?.lose(count, of: stream)
      noteCut(ofSidecar: id)
    }
  }

  /// Tells the judge of records; readiness by record counts only where it is asked for.
  private func observe(_ observations: [Observation]) {
    for observation in observations where observation != .ready || waitsForRecord {
      observe(observation)
    }
    warnOfStalls()
  }

  private func handle(_ event: QMPEvent) {
    observe(.machineStarted)
    // Names are QEMU's, of which there are few.
    if monitorEvents.count < 1000 || monitorEvents[event.name] != nil {
      monitorEvents[event.name, default: 0] += 1
    }
    if event.name == "GUEST_PANICKED", machine.configuration.hasPanicDevice { return passPanic() }
    guard let shutdown = Observation.Shutdown(event) else { return }
    // What the guest said before it stopped may still lie in the other channels. QEMU's own end
    // comes last: it says less of the reason.
    let exit = drain()
    observe(.shutdown(shutdown))
    if let exit { handle(exit) }
  }

  /// Waits for the event of QEMU's monitor that the manifest asks for, if it has not come yet.
  ///
  /// - Returns: The verdict if it does not come within the limit for a step.
  func findMissingEvent() -> Verdict? {
    guard let name = manifest.expectation.event, verdict?.kind != .interrupted else { return nil }
    let deadline = ContinuousClock.now + manifest.limits.step
    var patience = Patience()
    while monitorEvents[name] == nil {
      // QEMU may have ended while what it reported before still waits to be looked at.
      let limit = machine.exit == nil ? deadline : .now
      guard let event = machine.nextEvent(until: limit, &patience) else { break }
      handle(event)
    }
    if monitorEvents[name] != nil { return nil }
    return Verdict(.failedExpectation, "QEMU's monitor did not report “\(name)”")
  }

  /// Takes every event that is there already, but for QEMU's end.
  ///
  /// - Returns: That end, if it has come.
  private func drain() -> QEMUExit? {
    var patience = Patience()
    let now = ContinuousClock.now
    while let event = machine.nextEvent(until: now, &patience) {
      if case .exited(let exit) = event.kind { return exit }
      handle(event)
    }
    return nil
  }

  private func handle(_ exit: QEMUExit) {
    observe(records.finish())
    if isReference { return settle(end(ofReference: exit)) }
    switch exit.status {
    case .exited(let code): observe(.processEnded(.exited(code)))
    case .signalled(let signal): observe(.processEnded(.signalled(signal)))
    }
    explainFailure(ofQEMU: exit)
  }

  /// What follows from the end of the process that plays the guest.
  private func end(ofReference exit: QEMUExit) -> Verdict {
    let log = machine.folder.file(StandIn.outputName)
    let lines = (Folder.readText(log) ?? "").split(separator: "\n").suffix(12)
    return ReferenceEnd(
      status: exit.status, words: exit.standardError,
      output: lines.map { ConsoleText.visible(String($0)) }
    ).verdict
  }
}

extension Observation.Shutdown {
  /// The guest's doing behind an event of QEMU; nil if the event is no end, or the host's doing.
  ///
  /// Source: QEMU QMP reference manual, `ShutdownCause`.
  init?(_ event: QMPEvent) {
    switch event.name {
    case "GUEST_PANICKED", "GUEST_CRASHLOADED": self = .panicDevice
    case "RESET" where event.data["guest"]?.bool == true: self = .reset
    case "SHUTDOWN":
      switch event.data["reason"]?.string {
      case "guest-reset": self = .reset
      case "guest-shutdown": self = .powerOff
      case "guest-panic": self = .panicDevice
      default: return nil
      }
    default: return nil
    }
  }
}
