internal import Machine
internal import Symbols
internal import Telemetry

/// Reports of the guest's watchdog.
extension TestSession {
  /// Tells people of each report that they have not been told of; a test goes on after it.
  func warnOfStalls() {
    guard verdict?.kind != .guestStalled else { return }
    for record in records.stalls[toldStallCount...] {
      post(.note("warning: the guest's watchdog reports a \(GuestRecords.reason(record))"))
      for line in trace.lines(backtrace(of: record)) { post(.note(line)) }
    }
    toldStallCount = records.stalls.count
  }

  /// Waits for a report whose stack names a function.
  func look(for step: StallStep, until deadline: ContinuousClock.Instant) -> StepOutcome {
    var checkedCount = 0
    let isFound = {
      defer { checkedCount = self.records.stalls.count }
      return self.records.stalls[checkedCount...].contains { record in
        self.backtrace(of: record).frames.contains { $0.function.contains(step.function) }
      }
    }
    if wait(until: deadline, for: isFound) { return .passed("") }
    if verdict != nil { return .interrupted }
    let count = records.stalls.count
    return .failed(
      count == 0 ? "the watchdog reports nothing" : "none of \(count) reports names it")
  }
}
