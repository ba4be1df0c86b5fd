internal import Machine
internal import Symbols
internal import Telemetry

/// Finding out what a guest was doing when it failed.
extension TestSession {
  /// The verdict with everything that helps to understand it.
  func diagnose(_ verdict: Verdict) -> Verdict {
    let start = ContinuousClock.now
    var explained = verdict
    switch verdict.kind {
    case .guestPanic: explain(&explained, panic: records.panic)
    case .guestStalled: explain(&explained, panic: records.stalls.last)
    case .hang, .guestReset, .bootFailure: explainProcessors(&explained)
    default: break
    }
    collectLog(for: &explained)
    post(.timing(name: "diagnosis", duration: .now - start))
    return explained
  }

  /// Files of the run that help to understand a failure.
  func artefacts() -> [(title: String, path: String)] {
    let names = [
      ("console", RunFolder.Name.console), ("log", RunFolder.Name.log),
      ("packets", RunFolder.Name.frames), ("packets", RunFolder.Name.capture),
      ("core", RunFolder.Name.core),
      (CaseResult.Artefact.recordingTitle, RunFolder.Name.recording),
      isReference
        ? ("reference", StandIn.outputName) : ("QEMU", RunFolder.Name.commandLine),
      ("profile", ProfileStep.reportName),
      ("profile", ProfileStep.pictureName),
    ]
    let sidecars = manifest.sidecars.map { ($0.name, $0.fileName) }
    let sessions = (0..<debugCount).map { ("gdb", "debug-\($0 + 1).txt") }
    return (names + sidecars + sessions).map { ($0.0, machine.folder.file($0.1)) }
      .filter { Folder.exists($0.1) }
  }

  /// The stack that a record holds.
  func backtrace(of record: PanicRecord) -> Backtrace {
    image.backtrace(stack(of: record), isTruncated: record.frames.isTruncated)
  }

  /// Begins to read what names the functions of a panic, while the guest has more to say of it and
  /// its memory is kept.
  func prepareDiagnosis() {
    guard let panic = records.panic, !isDiagnosisPrepared else { return }
    isDiagnosisPrepared = true
    image.prepare(stack(of: panic))
  }

  private func stack(of record: PanicRecord) -> [StackAddress] {
    record.frames.indices.map { index in
      StackAddress(LinkAddress(record.frames[index]), isExact: record.frames.isExact(index))
    }
  }

  private func explain(_ verdict: inout Verdict, panic: PanicRecord?) {
    guard let panic else { return }
    let backtrace = backtrace(of: panic)
    verdict.functions = backtrace.frames.map(\.function)
    verdict.places = backtrace.frames.compactMap { $0.location.map { "\($0.file):\($0.line)" } }
    verdict.details = trace.lines(backtrace)
    verdict.reason = trace.reason(verdict.reason, backtrace.frames)
    if panic.reason == .exception { verdict.details.append(Self.registers(panic)) }
  }

  private static func registers(_ panic: PanicRecord) -> String {
    let address = "0x" + String(panic.registers.cr2, radix: 16)
    let code = "0x" + String(panic.errorCode, radix: 16)
    return panic.vector == 14 ? "address \(address), error code \(code)" : "error code \(code)"
  }

  /// Says where every processor is, from outside.
  private func explainProcessors(_ verdict: inout Verdict) {
    guard machine.exit == nil else { return }
    // A processor that runs shows only where it passed a moment ago.
    try? machine.pause()
    let states = (try? machine.processors()) ?? []
    for state in states {
      guard !state.isParked else {
        verdict.details.append("processor \(state.index) was never started")
        continue
      }
      let backtrace = walk(state)
      verdict.functions += backtrace.frames.map(\.function)
      let interrupts = state.acceptsInterrupts ? "on" : "off"
      let doing = state.isHalted ? "halted" : "running"
      let head = "processor \(state.index) \(doing), interrupts \(interrupts)"
      verdict.details += ["\(head), rip 0x\(String(state.rip, radix: 16))"]
      verdict.details += trace.lines(backtrace)
    }
    if let line = console.unfinishedLine ?? console.lastLine {
      verdict.details.append("last on the console: “\(ConsoleText.visible(line))”")
    }
  }

  private func walk(_ state: ProcessorState) -> Backtrace {
    let registers = StackRegisters(rip: state.rip, rsp: state.rsp, rbp: state.rbp)
    return image.backtrace(from: registers) { address, count in
      try? self.machine.readPhysicalMemory(at: address, count: count)
    }
  }
}
