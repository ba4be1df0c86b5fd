internal import Machine
internal import Telemetry

/// Steps that read the guest's memory, without its help.
extension TestSession {
  func checkHeap(_ step: HeapStep, until deadline: ContinuousClock.Instant) -> StepOutcome {
    guard let before = countersAtReady else { return .failed("the counters at ready are unknown") }
    var failure = ""
    // What is in flight when the step begins may still hold blocks; rest shows.
    let isBalanced = {
      guard let now = self.readCounters() else { return false }
      let byteGrowth = Int64(bitPattern: now.heapByteCount &- before.heapByteCount)
      let blockGrowth = Int64(bitPattern: now.blockCount &- before.blockCount)
      failure = "\(byteGrowth) bytes in \(blockGrowth) blocks more than at ready"
      return byteGrowth <= Int64(step.toleranceByteCount)
        && (blockGrowth <= 0 || step.toleranceByteCount > 0)
    }
    let limit = min(deadline, .now + .milliseconds(500))
    while verdict == nil {
      if isBalanced() { return .passed("\(before.heapByteCount) bytes") }
      let next = ContinuousClock.now + .milliseconds(10)
      if next >= limit { return .failed(failure) }
      _ = wait(until: next) { false }
    }
    return .interrupted
  }

  func check(_ step: CounterStep) -> StepOutcome {
    guard let now = readCounters(registered: !step.isOwn) else {
      return verdict == nil ? noCounters : .interrupted
    }
    guard let value = now.value(named: step.name) else {
      let known = now.all.map(\.name)
      let hint = Suggestion.nearest(to: step.name, among: known).map { "; did you mean “\($0)”?" }
      return .failed(
        "there is no such counter\(hint ?? "; `testrunner counters` shows what there is")")
    }
    guard step.sinceReady else { return step.judge(value, since: 0) }
    guard let before = countersAtReady else { return .failed("the counters at ready are unknown") }
    return step.judge(value, since: before.value(named: step.name) ?? 0)
  }

  func watch(_ step: IdleStep) -> StepOutcome {
    guard let before = readCounters() else { return verdict == nil ? noCounters : .interrupted }
    // The step is this long by definition; events of the machine end it early.
    _ = wait(until: .now + step.duration) { false }
    if verdict != nil { return .interrupted }
    guard let after = readCounters() else { return verdict == nil ? noCounters : .interrupted }
    let count = after.timerInterruptCount &- before.timerInterruptCount
    if count > UInt64(step.interruptCount) {
      return .failed("\(count) timer interrupts, expected at most \(step.interruptCount)")
    }
    return .passed("\(count) timer interrupts")
  }

  private var noCounters: StepOutcome { .failed("the kernel's counters cannot be read") }

  /// Reads the counters.
  ///
  /// - Parameter isFull: Whether those are meant, too, that are not the kernel's own.
  /// - Returns: Nil if the image has none, if they are said to lie where no memory is, or if QEMU
  ///   does not answer any more.
  func readCounters(registered isFull: Bool = false) -> GuestCounters? {
    guard var place = counterPlace else { return nil }
    if !isFull { place.registry = nil }
    do throws(MachineError) {
      return try GuestCounters(at: place) { (address, count) throws(MachineError) in
        try machine.readPhysicalMemory(at: address, count: count)
      }
    } catch {
      noteMonitorFailure(error)
      return nil
    }
  }
}
