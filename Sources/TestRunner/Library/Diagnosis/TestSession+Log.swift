internal import Machine

/// Getting at the guest's log, however it ended.
extension TestSession {
  /// Writes the log into the run folder, and its last lines into the report of a failure.
  func collectLog(for verdict: inout Verdict) {
    // A guest that panics sends the last lines after its record, and takes some milliseconds.
    if verdict.kind == .guestPanic { listenToTheEnd() }
    writeCounters()
    guard let lines = readLog() ?? sentLines else { return }
    write(lines)
    verdict.log = lines
    guard verdict.kind != .passed else { return }
    verdict.details += LogText.report(lines)
  }

  /// Writes the counters into the run folder that the guest reported, if it has.
  private func writeCounters() {
    guard !records.counters.isEmpty else { return }
    let lines = records.counters.map { "\($0.value)  \(ConsoleText.visible($0.name))\n" }
    Folder.write(lines.joined(), to: machine.folder.file(RunFolder.Name.counters))
  }

  /// The longer of what came line by line and what came at the end; nil if nothing did.
  private var sentLines: [String]? {
    let lines =
      records.logLines.count > records.logTail.count ? records.logLines : records.logTail
    return lines.isEmpty ? nil : lines
  }

  private func write(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    Folder.write(lines.joined(separator: "\n") + "\n", to: machine.folder.file(RunFolder.Name.log))
  }

  /// All lines that the guest's memory holds; nil if it has none, or no memory any more.
  private func readLog() -> [String]? {
    guard machine.exit == nil, let address = image.physicalAddress(of: "kernel_log"),
      let bytes = try? machine.readPhysicalMemory(at: address, count: LogText.ringByteCount)
    else { return nil }
    return LogText.lines(bytes)
  }

  /// Takes events until QEMU ends or stops the guest, which one that panics brings about soon.
  private func listenToTheEnd() {
    let limit = ContinuousClock.now + .milliseconds(500)
    var patience = Patience()
    while machine.exit == nil, let event = machine.nextEvent(until: limit, &patience) {
      handle(event)
      if case .monitor(let event) = event.kind, Observation.Shutdown(event) != nil { return }
    }
  }
}
