internal import Frames
internal import Machine

/// One guest under test, from its start to the verdict.
///
/// Everything happens on one thread: the session waits for the next event of the machine, turns it
/// into observations for the judge, and goes on with its steps until there is a verdict.
final class TestSession {
  let manifest: Manifest
  let machine: VirtualMachine
  let folder: String
  let post: (RunEvent) -> Void
  /// Gives addresses of the image their names and the other way round.
  let image: ImageSymbols
  /// How a stack is shown.
  let trace: TraceText
  /// Who sees every frame on the link; nil if nobody does.
  let record: LinkRecord?
  /// Those of the other network cards, in their order.
  let furtherRecords: [LinkRecord]
  var judge: Judge
  let records = GuestRecords()
  var console = ConsoleLog()
  var results: [CaseResult.StepResult] = []
  /// Processes beside the machine, and what they wrote.
  var clients: [ClientProcess.ID: ClientOutput] = [:]
  /// The programs that the manifest starts beside the guest, as far as they were started.
  var sidecars: [ClientProcess.ID] = []
  /// When the guest was let go.
  var bootTime: ContinuousClock.Instant
  /// Descriptors that became readable since they were last looked at.
  var readable: Set<DescriptorWatch> = []
  /// The counters when the service became ready.
  var countersAtReady: GuestCounters?
  /// Whether the names of a panic's functions are being read.
  var isDiagnosisPrepared = false
  /// Whether a core was written that takes more room than it needs.
  var hasRawCore = false
  /// How many reports of the watchdog people have been told of.
  var toldStallCount = 0
  private(set) var verdict: Verdict?
  /// When the guest gave its first sign of life.
  private(set) var firstSign: ContinuousClock.Instant?
  private(set) var isReady = false
  /// How often the service became ready, which is once unless the guest resets its machine.
  private(set) var readyCount = 0
  /// How often the guest has reset its machine.
  private(set) var resetCount = 0
  /// How often QEMU's monitor has reported each event, by its name.
  var monitorEvents: [String: Int] = [:]
  /// How many of these reports steps have waited for.
  var awaitedEvents: [String: Int] = [:]
  /// How often steps have waited for a restart, by whomever and by the guest.
  var restartCount = (all: 0, ofGuest: 0)
  /// Requests per second that loads have found, by the loads' names.
  var loadRates: [String: Double] = [:]
  /// Compares what is counted with the baseline.
  var gate = CountGate()
  /// What the guest executed before the host reset its machine; nil if it did not.
  var coveredBefore: [UInt8]?
  /// gdb, searched in `PATH` unless it is a path.
  var debugger = RunOptions.usualDebugger
  /// Folders in which clients are searched, as in `PATH`; nil for that of this process.
  var clientPath: String?
  /// How often gdb was started.
  var debugCount = 0
  /// What was counted, by name.
  var counts: [String: Int] = [:]
  /// The programs of the scenarios, by their folders' names.
  var scenarioPrograms: [String: String] = [:]
  /// The number that all chance of the run comes from.
  var chanceSeed: UInt64 = 0
  /// The name of the test, by which others find its machine.
  var name = ""
  /// Whether this host's Linux plays the guest.
  var isReference = false
  /// Where a scenario says that its step failed; nil if no step of one did.
  var failurePlace: ScenarioRequest.Place?
  /// When the guest's word that it is ready arrived.
  private var readyTime: ContinuousClock.Instant?
  /// Where the kernel keeps its counters; nil if the image has none, or no step needs them.
  var counterPlace: GuestCounters.Place?
  /// Until when expressions of the step at hand may be looked for.
  var patternDeadline: ContinuousClock.Instant?
  private let matchesReadiness: ((String) -> Bool)?
  /// What the session is at, for a person who waits.
  var activity = "booting"
  private var activityStart = ContinuousClock.now
  private var nextTick = ContinuousClock.now + .seconds(1)
  /// For guests that go on talking when the whole test has taken too long.
  private var totalPatience = Patience()
  /// Whether the user has stopped the run; asked once a second.
  var isStopped: () -> Bool = { false }

  /// A session with a machine that has just been started.
  ///
  /// - Parameters:
  ///   - manifest: What to do and to expect.
  ///   - machine: The machine; its interrupts must be watched.
  ///   - folder: The service's folder, in which commands run.
  ///   - image: The image that the machine runs.
  ///   - trace: How a stack is shown.
  ///   - record: Who sees the frames of the machine.
  ///   - furtherRecords: Who sees those of its other network cards.
  ///   - post: Takes events for reporters.
  init(
    _ manifest: Manifest, machine: VirtualMachine, folder: String, image: ImageSymbols,
    trace: TraceText, record: LinkRecord? = nil, furtherRecords: [LinkRecord] = [],
    post: @escaping (RunEvent) -> Void
  ) {
    self.manifest = manifest
    self.machine = machine
    bootTime = machine.startTime
    self.folder = folder
    self.image = image
    self.trace = trace
    self.record = record
    self.furtherRecords = furtherRecords
    self.post = post
    judge = Judge(manifest)
    if case .console(let line) = manifest.readiness {
      matchesReadiness = { $0 == line }
    } else {
      matchesReadiness = nil
    }
  }

  /// Waits until the service is ready.
  ///
  /// - Returns: Nil once it is; the verdict if it cannot become so.
  func becomeReady() -> Verdict? {
    if let verdict = startSidecars() { return verdict }
    // The guest boots meanwhile, so that this costs no time.
    if needsCounters { counterPlace = image.counterPlace }
    let announce = machine.announcement(as: name)
    while verdict == nil && !isReady {
      let start = firstSign ?? bootTime
      let phase: Phase = firstSign == nil ? .boot : .ready
      let deadline = start + manifest.limits[phase]
      // The first sign of life begins the next phase, with a limit of its own.
      let isOver = { self.isReady || (phase == .boot && self.firstSign != nil) }
      if !wait(until: deadline, for: isOver) { observe(.limitPassed(phase)) }
    }
    guard verdict == nil else { return verdict }
    post(.ready(after: (readyTime ?? .now) - bootTime))
    announce()
    noteCounters()
    return verdict
  }

  /// Takes the steps, then looks whether the guest is sound.
  func run() -> Verdict {
    for (index, step) in manifest.steps.enumerated() where verdict == nil {
      take(step, index)
      checkSidecars()
    }
    if verdict == nil {
      let liveness = probeLiveness(patience: manifest.limits.step)
      takeWaitingEvents()
      observe(.liveness(liveness))
    }
    if verdict?.kind == .passed, let failure = findAbsentLine() { replace(failure) }
    return verdict ?? Verdict(.internalError, "the steps ended without a verdict")
  }

  /// Reads what steps compare with later: to read all counters takes a request for each group.
  func noteCounters() {
    guard needsCounters else { return }
    let compares = manifest.steps.flatMap(\.all).contains { step in
      switch step.action {
      case .counter(let step): step.sinceReady && !step.isOwn
      // One may ask for any counter later on.
      case .scenario: true
      default: false
      }
    }
    countersAtReady = readCounters(registered: compares)
  }

  /// Whether some step reads the kernel's counters.
  private var needsCounters: Bool {
    manifest.steps.flatMap(\.all).contains { step in
      switch step.action {
      case .heap, .counter, .idle, .scenario: true
      case .ping, .dns, .udp, .run, .console, .clock, .link, .disk, .balloon, .stall, .profile,
        .debug, .exit, .power, .leftOut, .arp, .tcp, .http, .load, .dhcp, .pause, .reboot, .event,
        .loop, .parallel, .measure:
        false
      }
    }
  }

  /// Tells the judge; the first verdict counts.
  func observe(_ observation: Observation) {
    if observation == .ready {
      isReady = true
      readyCount += 1
      readyTime = readyTime ?? .now
    }
    if observation == .shutdown(.reset) { resetCount += 1 }
    guard let found = judge.observe(observation), verdict == nil else { return }
    verdict = found
  }

  /// Notes a sign of life at the time of its event.
  func noteSign(at time: ContinuousClock.Instant) {
    guard firstSign == nil else { return }
    firstSign = time
    observe(.signOfLife)
  }

  /// Whether a line of the console says what the manifest waits for.
  func meansReadiness(_ line: String) -> Bool {
    !isReady && matchesReadiness?(line) == true
  }

  /// Whether the manifest waits for the record of readiness.
  var waitsForRecord: Bool { matchesReadiness == nil }

  /// Says what begins now, for a person who waits.
  func begin(_ activity: String) {
    self.activity = activity
    activityStart = .now
    nextTick = activityStart + .seconds(1)
  }

  /// Waits until a condition holds.
  ///
  /// - Parameters:
  ///   - deadline: When to give up.
  ///   - condition: Looked at after every event.
  /// - Returns: Whether it holds; false too if there is a verdict first.
  func wait(until deadline: ContinuousClock.Instant, for condition: () -> Bool) -> Bool {
    var patience = Patience()
    while verdict == nil {
      if condition() { return true }
      guard advance(until: deadline) || ContinuousClock.now < deadline else { return condition() }
      if patience.isOver(after: deadline) { return verdict == nil && condition() }
    }
    return false
  }

  /// Takes the next event.
  ///
  /// - Returns: Whether one came before the deadline.
  @discardableResult
  func advance(until deadline: ContinuousClock.Instant) -> Bool {
    let last = min(deadline, totalDeadline)
    if totalPatience.isOver(after: totalDeadline) { observe(.limitPassed(.total)) }
    while verdict == nil {
      do throws(MachineError) {
        if let event = try machine.nextEvent(until: min(last, nextTick)) {
          handle(event)
          tick(.now)
          return true
        }
      } catch {
        fail(error)
      }
      let now = ContinuousClock.now
      if now >= totalDeadline { observe(.limitPassed(.total)) }
      if now >= last { return false }
      tick(now)
    }
    return false
  }

  /// Takes what came before now, so that nothing a guest said before the last look goes unheard.
  ///
  /// A guest that never stops talking is not listened to for ever.
  private func takeWaitingEvents() {
    var patience = Patience()
    let now = ContinuousClock.now
    while verdict == nil, let event = machine.nextEvent(until: now, &patience) {
      handle(event)
    }
  }

  /// Ends the test because the runner cannot go on.
  func fail(_ error: MachineError) {
    if verdict == nil { verdict = Verdict(.internalError, "\(error)") }
  }

  /// Ends the test with a verdict that no observation leads to.
  func settle(_ found: Verdict) {
    if verdict == nil { verdict = found }
  }

  /// Puts a verdict with more to say in place of the one that was found.
  func replace(_ found: Verdict) {
    verdict = found
  }

  var totalDeadline: ContinuousClock.Instant { bootTime + manifest.limits.total }

  private func tick(_ now: ContinuousClock.Instant) {
    guard now >= nextTick else { return }
    // A signal from before the machine listened was heard by others.
    if isStopped() { observe(.interrupted) }
    checkOutputFiles()
    post(.waiting(activity: activity, duration: now - activityStart))
    nextTick += .seconds(1)
  }
}
