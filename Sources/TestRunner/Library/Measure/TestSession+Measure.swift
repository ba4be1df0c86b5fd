internal import Machine
internal import Telemetry

/// Steps that count the guest's instructions.
extension TestSession {
  func measure(
    _ step: MeasureStep, _ index: Int, until deadline: ContinuousClock.Instant
  ) -> StepOutcome {
    let found: Result<Int, Uncounted>
    switch step.span {
    case .start: found = countStart()
    case .steps: found = count(step, index, until: deadline)
    }
    switch found {
    case .failure(let failure): return failure.outcome
    case .success(let count):
      if let excuse = gate.excuse { return .passed("not compared: \(excuse)") }
      counts[step.name] = count
      switch gate.judge(count, step) {
      case .same(let figures): return .passed(figures)
      case .changed(let reason):
        observe(.countChanged)
        return .failed(reason)
      }
    }
  }

  /// Why there is no count.
  private struct Uncounted: Error {
    let outcome: StepOutcome
  }

  /// The instructions of the kernel's start, by the guest's own time-stamp counter, which counts
  /// instructions as long as the guest does not halt.
  private func countStart() -> Result<Int, Uncounted> {
    guard let entry = records.boot?.timestampAtEntry, let ready = records.ready?.timestamp else {
      return .failure(Uncounted(outcome: .failed("the guest did not say when it was ready")))
    }
    // One that was ready before it began has counted nothing.
    return .success(ready > entry ? Int(clamping: ready - entry) : 0)
  }

  private func count(
    _ step: MeasureStep, _ index: Int, until deadline: ContinuousClock.Instant
  ) -> Result<Int, Uncounted> {
    var rounds: [Int] = []
    for round in 0..<(step.warmUpCount + step.roundCount) {
      guard let before = restingCount(until: deadline) else { return .failure(restless) }
      for inner in step.steps {
        switch perform(inner, index, until: deadline) {
        case .passed, .leftOut: continue
        case .interrupted: return .failure(Uncounted(outcome: .interrupted))
        case .failed(let reason):
          return .failure(Uncounted(outcome: .failed("\(inner.title): \(reason)")))
        }
      }
      guard let after = restingCount(until: deadline) else { return .failure(restless) }
      if round >= step.warmUpCount { rounds.append((after &- before) / step.unitCount) }
    }
    return .success(CountGate.median(rounds))
  }

  private var restless: Uncounted {
    Uncounted(
      outcome: verdict == nil ? .failed("the guest did not come to rest") : .interrupted)
  }

  /// How many instructions the guest has executed once it rests: an answer reaches its client
  /// before the guest has tidied up behind it.
  ///
  /// - Returns: Nil if it does not come to rest, or if QEMU does not say.
  private func restingCount(until deadline: ContinuousClock.Instant) -> Int? {
    var last: Int?
    while verdict == nil, ContinuousClock.now < deadline {
      guard case .idle = probeLiveness() else {
        last = nil
        continue
      }
      do throws(MachineError) {
        let count = try machine.executedInstructionCount()
        if count == last { return count }
        last = count
      } catch {
        noteMonitorFailure(error)
      }
    }
    return nil
  }
}
