internal import Telemetry

/// Draws the verdict on a run from what was observed, in the order of the observations.
///
/// The judge knows no clock, process or channel; a run is a sequence of observations, and the
/// first that settles the matter gives the verdict.
public struct Judge {
  private let stepCount: Int
  private let expectedStatus: Int?
  private let expectedResetCount: Int
  private let rebootCount: Int
  private let expectsPowerOff: Bool
  private var resetCount = 0
  private var readyCount = 0
  /// Whether a task that does not yield settles the matter.
  private let endsAtStall: Bool
  private var machineRuns = false
  private var isAlive = false
  private var isReady = false
  private var passedStepCount = 0
  private var failure: String?
  private var hasOtherCount = false
  private var status: Int?

  /// A judge of one run.
  ///
  /// - Parameters:
  ///   - stepCount: Steps that must pass.
  ///   - expectedStatus: The status of the last step if that waits for the service's end.
  ///   - expectsPowerOff: Whether the last step waits until the guest switches its machine off.
  ///   - expectedResetCount: How often the guest is to reset its machine.
  ///   - rebootCount: How often the host resets it.
  ///   - endsAtStall: Whether a task that does not yield settles the matter.
  public init(
    stepCount: Int, expectedStatus: Int? = nil, expectsPowerOff: Bool = false,
    expectedResetCount: Int = 0, rebootCount: Int = 0, endsAtStall: Bool = false
  ) {
    self.stepCount = stepCount
    self.expectedStatus = expectedStatus
    self.expectsPowerOff = expectsPowerOff
    self.expectedResetCount = expectedResetCount
    self.rebootCount = rebootCount
    self.endsAtStall = endsAtStall
  }

  /// A judge of the run that a manifest describes.
  public init(_ manifest: Manifest) {
    let steps = manifest.steps
    var status: Int?
    if case .exit(let step) = steps.last?.action { status = step.status }
    self.init(
      stepCount: steps.count, expectedStatus: status,
      expectsPowerOff: steps.last?.action == .power(.off),
      expectedResetCount: manifest.resetCount, rebootCount: manifest.rebootCount,
      endsAtStall: manifest.expectation.kind == .guestStalled)
  }

  /// The phase that the run is in.
  public var phase: Phase {
    if !isAlive { return .boot }
    return isReady ? .step : .ready
  }

  /// Takes in a fact; returns the verdict if it settles the matter.
  public mutating func observe(_ observation: Observation) -> Verdict? {
    switch observation {
    case .machineStarted: machineRuns = true
    case .signOfLife: (machineRuns, isAlive) = (true, true)
    case .ready: return becomeReady()
    case .stepStarted: break
    case .stepPassed: passedStepCount += 1
    case .stepFailed(_, let reason): failure = reason
    case .countChanged: hasOtherCount = true
    case .liveness(let liveness): return verdict(on: liveness)
    case .panic(let message): return Verdict(.guestPanic, message)
    case .stalled(let message): return endsAtStall ? Verdict(.guestStalled, message) : nil
    case .serviceEnded(let code): status = code
    case .checkFailed(let name, let line):
      return Verdict(.failedExpectation, "the guest's check “\(name)” in line \(line) failed")
    case .recordsDamaged(let reason): return Verdict(.failedExpectation, reason)
    case .shutdown(let shutdown): return verdict(on: shutdown)
    case .processEnded(let end): return verdict(on: end)
    case .limitPassed(let phase): return verdict(onLimitOf: phase)
    case .interrupted: return Verdict(.interrupted, "stopped by the user")
    }
    return nil
  }

  private mutating func becomeReady() -> Verdict? {
    readyCount += 1
    // The word of the reset and that of the new start come by different ways.
    guard readyCount <= 1 + expectedResetCount + rebootCount else {
      return Verdict(.guestReset, "the guest started \(Self.ordinal(readyCount)) time")
    }
    isAlive = true
    isReady = true
    return nil
  }

  private func verdict(on liveness: Observation.Liveness) -> Verdict? {
    switch liveness {
    case .stuck(let reason):
      let cause = failure.map { "; \($0)" } ?? ""
      return Verdict(.hang, reason + cause)
    case .stopped(let state): return Verdict(.hang, "QEMU stopped the guest (\(state))")
    case .idle:
      if let failure {
        return Verdict(hasOtherCount ? .countChanged : .failedExpectation, failure)
      }
      guard isReady, passedStepCount == stepCount else {
        return Verdict(.internalError, "asked for the end after \(passedStepCount) steps")
      }
      return Verdict(.passed, "\(stepCount) steps")
    }
  }

  private mutating func verdict(on shutdown: Observation.Shutdown) -> Verdict? {
    switch shutdown {
    case .reset:
      resetCount += 1
      if resetCount <= expectedResetCount { return nil }
      return Verdict(.guestReset, "triple fault or reset \(place)")
    case .powerOff:
      guard expectsPowerOff, isReady || stepCount == 1, failure == nil,
        passedStepCount == stepCount - 1
      else {
        return Verdict(.exitedEarly, "the guest switched itself off \(place)")
      }
      return Verdict(.passed, "\(stepCount) steps")
    case .panicDevice:
      return Verdict(.guestPanic, "the guest reported a panic to its host \(place)")
    }
  }

  private static func ordinal(_ count: Int) -> String {
    count == 2 ? "a second" : count == 3 ? "a third" : "for the \(count)th"
  }

  private func verdict(on end: Observation.ProcessEnd) -> Verdict {
    switch end {
    case .signalled(let signal):
      return Verdict(.qemuFailure, "QEMU was ended by signal \(signal) \(place)")
    case .exited(let code) where !machineRuns && ExitCode(qemuStatus: code) == nil:
      return Verdict(.qemuFailure, "QEMU ended with status \(code) before it ran the guest")
    case .exited(0): return Verdict(.guestReset, "the machine ended without a word \(place)")
    case .exited(let code):
      switch ExitCode(qemuStatus: code) {
      case .clean: return cleanEnd()
      case .panic: return Verdict(.guestPanic, "the guest panicked without a record \(place)")
      case .panicWhilePanicking:
        return Verdict(.guestPanic, "the guest panicked while it reported a panic \(place)")
      case nil:
        return Verdict(.exitedEarly, "QEMU ended with the unknown status \(code) \(place)")
      }
    }
  }

  /// The verdict on a clean end of the service, which is right only where it is asked for.
  private func cleanEnd() -> Verdict {
    let found = status ?? 0
    guard let expectedStatus, isReady || stepCount == 1, failure == nil,
      passedStepCount == stepCount - 1
    else {
      return Verdict(.exitedEarly, "the service ended with status \(found) \(place)")
    }
    guard found == expectedStatus else {
      return Verdict(
        .exitedEarly, "the service ended with status \(found), expected \(expectedStatus)")
    }
    return Verdict(.passed, "\(stepCount) steps")
  }

  private func verdict(onLimitOf phase: Phase) -> Verdict {
    switch phase {
    case .boot: Verdict(.bootFailure, "no sign of life within the limit for boot")
    case .ready: Verdict(.hang, "not ready within the limit for ready")
    case .build: Verdict(.buildFailure, "the build took longer than its limit")
    case .step, .total: Verdict(.hang, "the limit for \(phase.rawValue) passed \(place)")
    }
  }

  /// Where the run is, as the end of a sentence.
  private var place: String {
    if !isAlive { return "before it gave a sign of life" }
    if !isReady { return "before it was ready" }
    if passedStepCount == stepCount { return "after the last step" }
    return "during step \(passedStepCount + 1) of \(stepCount)"
  }
}
