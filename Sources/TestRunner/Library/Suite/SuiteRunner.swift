internal import Foundation
internal import Glibc
internal import Machine

/// Executes a plan: several tests at the same time, each on a thread of its own.
public final class SuiteRunner {
  private let packageRoot: String
  private let options: RunOptions
  private let settings: SuiteSettings
  private let hub: EventHub
  private let inbox = Inbox<Finished>()
  /// Nothing more starts.
  private let stop = StopSign()
  /// What runs ends, too, as the user wants.
  private let userStop = StopSign()
  /// The folders of failures must not make room for those of later tests.
  private let failedFolders = FailedFolders()
  /// What came of the images that were made before the tests, by the path of the service.
  private var images: [String: ImageBuilder.Outcome] = [:]
  /// What the tests have come to, in the order of their ends.
  public private(set) var results: [CaseResult] = []
  /// When each running test was started, by its number in the run.
  private var running: [Int: Running] = [:]
  /// The number that the next test gets.
  private var testCount = 0
  private var failureCount = 0
  /// How many tests were not started any more.
  private var abandonedCount = 0
  /// What was asked for beside verdicts and could not be made, each with the reason.
  private var lost: [String] = []
  private var wasInterrupted = false
  /// Who hears what the user wants; nil for the signals that usually tell it.
  var interrupts: InterruptWatch?

  /// What a thread says when its test is over.
  private struct Finished: Sendable {
    let number: Int
    let place: Int
    let result: CaseResult
  }

  private struct Running {
    let test: TestCase
    /// Its place in the schedule.
    let place: Int
    let start: ContinuousClock.Instant
    var isSlow = false
  }

  /// Makes a suite.
  ///
  /// - Parameters:
  ///   - packageRoot: Absolute path of the package that builds the images.
  ///   - options: What the command line asks of every test.
  ///   - settings: How the tests are run.
  ///   - reporters: Who is told of every event.
  public init(
    packageRoot: String, options: RunOptions, settings: SuiteSettings = SuiteSettings(),
    reporters: [any Reporter]
  ) {
    self.packageRoot = packageRoot
    self.options = options
    self.settings = settings
    hub = EventHub(reporters)
  }

  /// Runs all tests, or as many as the user lets it.
  ///
  /// - Returns: The exit code: the highest of the verdicts' codes.
  public func run(_ plan: Plan) -> Int32 {
    var cases = repeated(plan.cases)
    let watch = interrupts ?? (try? InterruptWatch())
    defer { withExtendedLifetime(watch) {} }
    StaleFiles.remove(in: "\(packageRoot)/.swiftlet")
    // This run may come to its end without one: stopped by the user, or with all tests left out.
    if settings.earlierResults.isEmpty { settings.coverageBundle?.remove() }
    hub.post(.planned(caseCount: cases.count))
    var round = 0
    repeat {
      round += 1
      if round > 1 {
        hub.post(.note("round \(round)"))
        cases = plan.cases.map { $0.drawn(round) }
      }
      // What would compile beside running guests would make them late.
      if settings.jobCount > 1 && !options.skipsBuild && !options.isReference {
        build(cases, watch)
      }
      execute(cases, watch)
    } while mayGoOn(after: round, isEmpty: cases.isEmpty)
    for path in settings.historyPaths { _ = remember(at: path) }
    if let path = settings.savedHistoryPath, !remember(at: path) {
      let reason = String(cString: strerror(errno))
      lost.append("the durations cannot be written: \(path): \(reason)")
    }
    if options.collectsCoverage { makeCoverage() }
    if options.updatesBaseline { updateBaseline(cases) }
    if !problems.isEmpty { hub.post(.incomplete(problems)) }
    hub.post(.ended(results))
    return exitCode
  }

  private var exitCode: Int32 {
    var worst = results.map(\.exitCode).max() ?? VerdictKind.passed.exitCode
    if isAllLeftOut { worst = max(worst, VerdictKind.badManifest.exitCode) }
    if !lost.isEmpty { worst = max(worst, VerdictKind.internalError.exitCode) }
    // What was stopped by the user has not passed, even if nothing has failed.
    return wasInterrupted ? max(worst, VerdictKind.interrupted.exitCode) : worst
  }

  /// Whether nothing was proved, as all was left out; of a part of a suite only the whole tells.
  private var isAllLeftOut: Bool {
    settings.shard == nil && !results.isEmpty
      && results.allSatisfy { $0.verdict.kind == .leftOut }
  }

  /// What is wrong with the run as a whole, for reports that show tests alone.
  public var problems: [String] {
    var problems: [String] = []
    if wasInterrupted { problems.append("the run was stopped by the user") }
    if abandonedCount > 0 { problems.append("\(abandonedCount) tests were not run") }
    if isAllLeftOut { problems.append("nothing was proved, as every test was left out") }
    return problems + lost
  }

  private func mayGoOn(after round: Int, isEmpty: Bool) -> Bool {
    guard settings.repeatsUntilFailure, !isEmpty, failureCount == 0, !stop.isSet else {
      return false
    }
    // What is always left out never fails.
    guard results.contains(where: { $0.verdict.kind != .leftOut }) else { return false }
    if let limit = settings.repeatingTime, hub.elapsed >= limit { return false }
    return settings.count <= 1 || round < settings.count
  }

  /// The tests of one round: each as often as it is wanted.
  private func repeated(_ cases: [TestCase]) -> [TestCase] {
    let count = settings.repeatsUntilFailure ? 1 : settings.count
    guard count > 1 else { return cases }
    return (1...count).flatMap { number in
      cases.map { $0.repeated(number) }
    }
  }

  private func build(_ cases: [TestCase], _ watch: InterruptWatch?) {
    let hub = hub
    // Nobody else looks for signals between two builds, or while another runner builds.
    let phase = BuildPhase(
      packageRoot: packageRoot, options: options, post: { hub.post($0) },
      isStopped: { watch?.hasFired == true })
    images = phase.build(cases)
    if images.values.contains(where: \.isInterrupted) { interrupt() }
  }

  private func execute(_ cases: [TestCase], _ watch: InterruptWatch?) {
    let items = cases.map { test in
      let manifest = try? test.manifest.get()
      return Schedule.Item(
        weight: manifest?.weight ?? 1, isAlone: manifest?.isAlone ?? false,
        usual: settings.history[test.plainName],
        isUrgent: settings.urgentNames.contains(test.plainName))
    }
    // One test at a time comes in the order in which it was named.
    var schedule = Schedule(
      settings.jobCount > 1
        ? items : items.map { Schedule.Item(isUrgent: $0.isUrgent) },
      placeCount: settings.jobCount)
    while true {
      if watch?.hasFired == true { interrupt() }
      if stop.isSet { abandonedCount += schedule.abandon() }
      while let place = schedule.next() { start(cases[place], place) }
      if schedule.isDone { break }
      for finished in inbox.take(within: .milliseconds(200)) {
        schedule.finish(finished.place)
        take(finished)
      }
      tick(schedule)
    }
  }

  private func start(_ test: TestCase, _ place: Int) {
    let number = testCount
    testCount += 1
    running[number] = Running(test: test, place: place, start: .now)
    let (hub, inbox, userStop, failedFolders) = (hub, inbox, userStop, failedFolders)
    let (packageRoot, options, settings) = (packageRoot, options, settings)
    let image = images[test.service.path]
    let work: @Sendable () -> Void = {
      let attempts = CaseAttempts(
        test: test, settings: settings,
        run: { attempt, post in
          let options = options.recording(retry: attempt, of: test)
          let runner = Runner(packageRoot: packageRoot, options: options, post: post)
          runner.image = image
          runner.isStopped = { userStop.isSet }
          runner.onFailure = { failedFolders.add($0) }
          return runner.run(test)
        },
        post: { hub.post($0, of: number) },
        exhibit: { result in
          if settings.collectsExhibits { result.addExhibits(packageRoot: packageRoot) }
        })
      inbox.post(Finished(number: number, place: place, result: attempts.execute()))
    }
    let thread = Thread(block: work)
    // What is left of a stack after a deep manifest and a long regular expression.
    thread.stackSize = 8 << 20
    thread.start()
  }

  private func interrupt() {
    wasInterrupted = true
    stop.set()
    userStop.set()
  }

  private func take(_ finished: Finished) {
    running[finished.number] = nil
    results.append(finished.result)
    if finished.result.verdict.kind == .interrupted { interrupt() }
    guard finished.result.exitCode != 0 else { return }
    failureCount += 1
    if settings.stopsAtFailure || settings.repeatsUntilFailure { stop.set() }
  }

  /// Tells how far the run is, and of tests that take long.
  private func tick(_ schedule: Schedule) {
    let now = ContinuousClock.now
    var elapsed: [Int: Duration] = [:]
    for (number, entry) in running {
      let duration = now - entry.start
      elapsed[entry.place] = duration
      let usual = settings.history[entry.test.plainName]
      let limit = max(settings.slowTime, (usual ?? .zero) * 3)
      guard !entry.isSlow, duration > limit else { continue }
      running[number]?.isSlow = true
      hub.post(.slow(name: entry.test.name, duration: duration, usual: usual), of: number)
    }
    hub.post(.tick(timeLeft: schedule.timeLeft(elapsed: elapsed)))
  }

  /// Makes what was counted the new baseline, where all else passed.
  private func updateBaseline(_ cases: [TestCase]) {
    var found: [(service: ServiceFolder, test: String, counts: [String: Int])] = []
    for result in results where result.verdict.kind == .passed {
      guard let counts = result.counts,
        let test = cases.first(where: { $0.plainName == result.plainName })
      else { continue }
      found.append((test.service, test.plainName, counts))
    }
    let (written, problems) = CountBaseline.update(found, packageRoot: packageRoot)
    for path in written { hub.post(.note("wrote \(path)")) }
    if found.isEmpty { hub.post(.note("nothing was counted: the baseline is as it was")) }
    lost += problems
  }

  /// Makes reports of what the guests have executed.
  private func makeCoverage() {
    let runs = CoverageReport.runs(of: results)
    let earlier = CoverageReport.runs(of: settings.earlierResults, without: results)
    // Where no guest was started there is nothing to tell of.
    guard !runs.isEmpty || results.contains(where: { $0.runFolder != nil }) else {
      return hub.post(.note(CoverageReport.nothing))
    }
    // Who has stopped the tests gets the reports of those that ran, unless these are stopped, too.
    let watch = try? InterruptWatch()
    let report = CoverageReport(
      packageRoot: packageRoot, isStopped: { watch?.hasFired == true })
    lost += report.make(of: runs, after: earlier, into: settings.coverageBundle) {
      hub.post(.note($0))
    }
    if watch?.hasFired == true { interrupt() }
  }

  /// Adds how long the tests took to a file.
  ///
  /// - Returns: Whether that worked.
  private func remember(at path: String) -> Bool {
    let passed = results.filter { $0.verdict.kind == .passed && $0.runFolder != nil }
    return DurationHistory.add(passed.map { ($0.plainName, $0.duration) }, to: path)
  }
}
