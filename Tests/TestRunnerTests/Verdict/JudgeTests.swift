internal import TestRunner
internal import Testing

@Suite struct JudgeTests {
  /// A run up to the point where its two steps begin.
  private static let started: [Observation] = [.machineStarted, .signOfLife, .ready]
  private static let passedBoth: [Observation] =
    started + [.stepStarted(0), .stepPassed(0), .stepStarted(1), .stepPassed(1)]

  /// The verdict on a run of two steps, and how many observations it took.
  private func verdict(
    _ observations: [Observation], expectedStatus: Int? = nil
  ) -> (verdict: Verdict?, count: Int) {
    var judge = Judge(stepCount: 2, expectedStatus: expectedStatus)
    for (index, observation) in observations.enumerated() {
      if let verdict = judge.observe(observation) { return (verdict, index + 1) }
    }
    return (nil, observations.count)
  }

  /// A sequence of observations whose last one must bring a verdict.
  struct Case: CustomTestStringConvertible {
    var observations: [Observation]
    var kind: VerdictKind
    var reason: String
    var testDescription: String { "\(kind.rawValue): \(reason)" }

    init(_ observations: [Observation], _ kind: VerdictKind, _ reason: String) {
      self.observations = observations
      self.kind = kind
      self.reason = reason
    }
  }

  @Test(arguments: [
    Case(passedBoth + [.liveness(.idle)], .passed, "2 steps"),
    Case(
      passedBoth + [.liveness(.stuck("interrupts are off"))], .hang, "interrupts are off"),
    Case(
      passedBoth + [.liveness(.stopped("paused"))], .hang, "QEMU stopped the guest (paused)"),
    Case(
      passedBoth + [.panic(message: "trap")], .guestPanic, "trap"),
    Case(
      passedBoth + [.recordsDamaged(reason: "a gap")], .failedExpectation, "a gap"),
    Case(
      passedBoth + [.processEnded(.exited(33))], .exitedEarly,
      "the service ended with status 0 after the last step"),
    Case(
      passedBoth + [.limitPassed(.total)], .hang, "the limit for total passed after the last step"),
    Case(
      started + [.stepFailed(0, reason: "no answer"), .liveness(.idle)], .failedExpectation,
      "no answer"),
    Case(
      started + [.countChanged, .stepFailed(0, reason: "9 beside 8"), .liveness(.idle)],
      .countChanged, "9 beside 8"),
    Case(
      started + [.countChanged, .stepFailed(0, reason: "9 beside 8"), .panic(message: "trap")],
      .guestPanic, "trap"),
    Case(
      started + [.stepFailed(0, reason: "no answer"), .liveness(.stuck("it spins"))], .hang,
      "it spins; no answer"),
    Case(
      started + [.stepFailed(0, reason: "no answer"), .panic(message: "trap")], .guestPanic,
      "trap"),
    Case(
      started + [.stepStarted(0), .limitPassed(.step)], .hang,
      "the limit for step passed during step 1 of 2"),
    Case(
      started + [.checkFailed(name: "sum", line: 7)], .failedExpectation,
      "the guest's check “sum” in line 7 failed"),
    Case(started + [.liveness(.idle)], .internalError, "asked for the end after 0 steps"),
  ])
  func `decides while the guest runs`(example: Case) {
    let (verdict, count) = verdict(example.observations)
    #expect(verdict == Verdict(example.kind, example.reason))
    #expect(count == example.observations.count, "the verdict must come with the last observation")
  }

  @Test(arguments: [
    Case([.limitPassed(.boot)], .bootFailure, "no sign of life within the limit for boot"),
    Case(
      [.machineStarted, .signOfLife, .limitPassed(.ready)], .hang,
      "not ready within the limit for ready"),
    Case(
      [.processEnded(.exited(1))], .qemuFailure, "QEMU ended with status 1 before it ran the guest"),
    Case(
      [.machineStarted, .processEnded(.exited(33))], .exitedEarly,
      "the service ended with status 0 before it gave a sign of life"),
    Case(
      [.machineStarted, .signOfLife, .processEnded(.exited(33))], .exitedEarly,
      "the service ended with status 0 before it was ready"),
    Case(
      [.machineStarted, .signOfLife, .shutdown(.reset)], .guestReset,
      "triple fault or reset before it was ready"),
    Case(
      [.machineStarted, .signOfLife, .panic(message: "trap")], .guestPanic, "trap"),
    Case(started + [.ready], .guestReset, "the guest started a second time"),
    Case([.interrupted], .interrupted, "stopped by the user"),
  ])
  func `decides before the steps`(example: Case) {
    let (verdict, count) = verdict(example.observations)
    #expect(verdict == Verdict(example.kind, example.reason))
    #expect(count == example.observations.count)
  }

  @Test(arguments: [
    (Observation.ProcessEnd.exited(35), VerdictKind.guestPanic), (.exited(37), .guestPanic),
    (.exited(33), .exitedEarly), (.exited(0), .guestReset), (.exited(1), .exitedEarly),
    (.exited(3), .exitedEarly), (.exited(34), .exitedEarly), (.signalled(11), .qemuFailure),
  ])
  func `knows what an end in the middle means`(end: Observation.ProcessEnd, kind: VerdictKind) {
    let (verdict, _) = verdict(Self.started + [.stepPassed(0), .processEnded(end)])
    #expect(verdict?.kind == kind)
  }

  @Test(arguments: [
    (Observation.Shutdown.reset, VerdictKind.guestReset), (.powerOff, .exitedEarly),
    (.panicDevice, .guestPanic),
  ])
  func `believes QEMU's word`(shutdown: Observation.Shutdown, kind: VerdictKind) {
    #expect(verdict(Self.started + [.shutdown(shutdown)]).verdict?.kind == kind)
  }

  @Test(arguments: [0, 3]) func `an end that is asked for passes`(status: Int) {
    let end: [Observation] = [
      .stepPassed(0), .stepStarted(1), .serviceEnded(status: status), .processEnded(.exited(33)),
    ]
    #expect(verdict(Self.started + end, expectedStatus: status).verdict?.kind == .passed)
    #expect(verdict(Self.started + end, expectedStatus: 1).verdict?.kind == .exitedEarly)
    #expect(verdict(Self.started + end).verdict?.kind == .exitedEarly)
  }

  @Test func `an end that comes before its step is early`() {
    let early = Self.started + [.processEnded(.exited(33))]
    #expect(verdict(early, expectedStatus: 0).verdict?.kind == .exitedEarly)
  }

  @Test func `an end that is asked for may not be a panic`() {
    let end = Self.started + [.stepPassed(0), .processEnded(.exited(35))]
    #expect(verdict(end, expectedStatus: 0).verdict?.kind == .guestPanic)
  }

  @Test func `nothing else settles a run`() {
    #expect(verdict(Self.passedBoth).verdict == nil)
    #expect(verdict(Self.started + [.stepFailed(0, reason: "x")]).verdict == nil)
    #expect(verdict(Self.started + [.serviceEnded(status: 0)]).verdict == nil)
  }

  @Test func `knows the phase`() {
    var judge = Judge(stepCount: 0)
    #expect(judge.phase == .boot)
    _ = judge.observe(.signOfLife)
    #expect(judge.phase == .ready)
    _ = judge.observe(.ready)
    #expect(judge.phase == .step)
  }

  @Test func `passes a guest that switches itself off where that is asked for`() {
    var manifest = Manifest()
    manifest.steps = [Step(.ping(PingStep())), Step(.power(.off))]
    var judge = Judge(manifest)
    for observation in Self.started { _ = judge.observe(observation) }
    var early = judge
    #expect(early.observe(.shutdown(.powerOff))?.kind == .exitedEarly)
    _ = judge.observe(.stepPassed(0))
    var reset = judge
    #expect(reset.observe(.shutdown(.reset))?.kind == .guestReset)
    #expect(judge.observe(.shutdown(.powerOff))?.kind == .passed)
  }

  @Test func `lets a guest reset its machine as often as is asked for`() {
    var manifest = Manifest()
    manifest.steps = [Step(.power(.reset)), Step(.power(.reset))]
    var judge = Judge(manifest)
    for observation in Self.started { #expect(judge.observe(observation) == nil) }
    #expect(judge.observe(.shutdown(.reset)) == nil)
    #expect(judge.observe(.ready) == nil)
    // The two words may come in either order.
    #expect(judge.observe(.ready) == nil)
    #expect(judge.observe(.shutdown(.reset)) == nil)
    var third = judge
    #expect(third.observe(.ready)?.kind == .guestReset)
    #expect(judge.observe(.shutdown(.reset))?.kind == .guestReset)
  }

  @Test func `ends at a task that does not yield only where that is expected`() {
    #expect(verdict(Self.started + [.stalled(message: "x")]).verdict == nil)
    var manifest = Manifest()
    manifest.expectation = ExpectedVerdict(kind: .guestStalled)
    var judge = Judge(manifest)
    #expect(judge.observe(.stalled(message: "x")) == Verdict(.guestStalled, "x"))
  }

  @Test func `takes the status from the last step`() {
    var manifest = Manifest()
    manifest.steps = [Step(.exit(ExitStep(status: 4)))]
    var judge = Judge(manifest)
    for observation in Self.started { _ = judge.observe(observation) }
    _ = judge.observe(.serviceEnded(status: 4))
    #expect(judge.observe(.processEnded(.exited(33)))?.kind == .passed)
  }
}

extension JudgeTests {
  @Test func `a reboot by the host lets the guest be ready once more, and not twice`() {
    var judge = Judge(stepCount: 1, rebootCount: 1)
    #expect(judge.observe(.ready) == nil)
    #expect(judge.observe(.ready) == nil)
    #expect(judge.observe(.ready)?.kind == .guestReset)
  }

  @Test func `a reboot by the host excuses no reset by the guest`() {
    var judge = Judge(stepCount: 1, rebootCount: 1)
    #expect(judge.observe(.ready) == nil)
    #expect(judge.observe(.shutdown(.reset))?.kind == .guestReset)
  }
}
