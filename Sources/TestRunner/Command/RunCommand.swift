internal import ArgumentParser
internal import Machine
internal import TestRunner

/// Runs the tests of services.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Builds, boots, drives and judges services.",
    discussion: """
      Examples:

        testrunner IntegrationTests/dns
        testrunner IntegrationTests -j 4 --html report.html  every service below, four at a time
        testrunner IntegrationTests -f 'tag(net) & !idle'    those with a tag, but for some names
        testrunner IntegrationTests/dns --until-failure    again and again, until it fails
        testrunner IntegrationTests/dns --machine pc -v    on another machine, with its console
        testrunner ../my-service --memory 8                a service outside this package
        testrunner IntegrationTests --reference linux      the tests themselves, against Linux

      The exit code is that of the worst verdict; `testrunner --help` lists them. It is 70 if a
      report, the baseline, durations or coverage was asked for and could not be made.

      With --watch reports, coverage and what --results leaves hold what each test came to last;
      --json and --event-stream go on.
      """)

  @Argument(help: "Folders of services, or folders that hold some.", completion: .directory)
  var folders: [String]

  @OptionGroup var options: MachineOptions

  @Flag(name: .shortAndLong, help: "Show the guest's console as it comes, and the build.")
  var verbose = false

  @Flag(help: "Show how long the stages inside the runner take.")
  var timings = false

  @Flag(help: "Leave the machine running if a test fails.")
  var keep = false

  @Flag(help: "Run again what changes of files concern, what has failed first; new tests, too.")
  var watch = false

  @Flag(help: "Leave the machine of a failed test, stopped where it was, for gdb.")
  var gdbOnFailure = false

  @Flag(
    help: "Note what the guests execute; reports are in .swiftlet/coverage, for --changed, too.")
  var coverage = false

  @Flag(help: "Make the instructions that tests count the new baseline.")
  var updateBaseline = false

  @Option(help: "Let this host's Linux play the guests, to prove the tests themselves: linux.")
  var reference: ReferenceSystem?

  @OptionGroup(title: "Choosing tests") var selection: SelectionOptions

  @OptionGroup(title: "Running a suite") var suite: SuiteOptions

  @OptionGroup(title: "Reports") var reports: ReportOptions

  func run() throws {
    let root = try requirePackageRoot()
    var run = options.runOptions
    run.keepsMachine = keep || gdbOnFailure
    run.pausesMachine = gdbOnFailure
    run.updatesBaseline = updateBaseline
    run.collectsCoverage = coverage
    run.isReference = reference != nil
    let services = try findServices(folders, packageRoot: root)
    let whole = Plan(services, options: run) { TestFile.read($0.manifestPath) }
    let (all, mine) = try select(whole, root)
    if mine.cases.isEmpty {
      // Its reports are written nevertheless: who puts the parts together asks for each.
      let isShared = !all.cases.isEmpty
      Terminal.write(isShared ? "no test falls to this part\n" : "no test is concerned\n")
    }
    try suite.tellUnused(among: whole, of: folders, packageRoot: root)
    // What changes while the first round goes on counts, too.
    let list = watch ? watchList(root) : nil
    let (results, code) = try runOnce(mine, of: all, run, root)
    guard let list else { throw ExitCode(code) }
    var state = WatchState()
    state.take(results, code: code)
    throw ExitCode(try goOn(after: state, list, run, root))
  }

  /// The tests that are wanted, of all.
  private func select(
    _ whole: Plan, _ root: String, mayBeEmpty: Bool = false
  ) throws -> (all: Plan, mine: Plan) {
    try selection.select(
      whole, packageRoot: root, quarantinePath: suite.quarantinePath(packageRoot: root),
      mayBeEmpty: mayBeEmpty)
  }

  private func watchList(_ root: String) -> WatchList {
    WatchList(
      packageRoot: root, quarantinePath: suite.expectations, comparesCounts: !updateBaseline,
      outputs: reports.paths + [suite.saveDurations].compactMap(\.self)
    ) { services(at: folders, packageRoot: root) }
  }

  /// Runs some tests.
  ///
  /// - Parameters:
  ///   - mine: The tests.
  ///   - all: All tests of which those are a part.
  ///   - run: What the command line asks of every test.
  ///   - root: Absolute path of the package.
  ///   - state: What tests have come to before, of which reports tell as well; nil for the first
  ///     round.
  /// - Returns: What they came to, and the exit code.
  /// - Throws: `ExitCode` if nothing can be run.
  private func runOnce(
    _ mine: Plan, of all: Plan, _ run: RunOptions, _ root: String, after state: WatchState? = nil
  ) throws -> (results: [CaseResult], code: Int32) {
    var settings = try suite.settings(
      caseCount: mine.cases.count, selection: selection, packageRoot: root)
    settings.collectsExhibits = reports.wantsExhibits
    settings.urgentNames = state?.failedNames ?? []
    settings.earlierResults = state?.results ?? []
    if coverage { settings.coverageBundle = reports.results.map(CoverageBundle.init(beside:)) }
    let isSuite = mine.cases.count * suite.count > 1 || suite.untilFailure
    var files = ReportFiles()
    try reports.openStreams(packageRoot: root, appends: state != nil, into: &files)
    if state == nil {
      let head = head(all.cases.map(\.plainName), mine.cases.map(\.plainName), root)
      try reports.openDocuments(head: head, into: &files)
    }
    let start = ContinuousClock.now
    let runner = SuiteRunner(
      packageRoot: root, options: run, settings: settings,
      reporters: [isSuite ? suiteReporter : caseReporter] + files.reporters)
    let code = files.code(after: runner.run(mine))
    guard var state else { return (runner.results, code) }
    state.take(runner.results, code: code)
    let events = TimedEvent.telling(
      of: state.results, problems: runner.problems, after: .now - start)
    return (runner.results, rewrite(events, state.names, of: all, root, after: code))
  }

  /// Writes the reports that tell of all tests of a session anew.
  ///
  /// - Returns: The exit code.
  private func rewrite(
    _ events: [TimedEvent], _ names: [String], of all: Plan, _ root: String, after code: Int32
  ) -> Int32 {
    let planned = all.cases.map(\.plainName)
    let others = names.filter { !planned.contains($0) }
    var files = ReportFiles()
    do {
      try reports.openDocuments(head: head(planned + others, names, root), into: &files)
    } catch {
      return max(code, VerdictKind.internalError.exitCode)
    }
    for event in events { for reporter in files.reporters { reporter.receive(event) } }
    return files.code(after: code)
  }

  /// What is to be run, for `merge`.
  private func head(_ all: [String], _ mine: [String], _ root: String) -> ResultsFile.Head {
    var head = ResultsFile.Head()
    head.shardNumber = selection.shard?.number ?? 1
    head.shardCount = selection.shard?.count ?? 1
    (head.allNames, head.names) = (all, mine)
    head.repetitionCount = suite.untilFailure ? 0 : suite.count
    if reports.results != nil {
      (head.commit, head.run) = (ChangedFiles.commit(packageRoot: root), suite.run)
    }
    if coverage { head.notesCoverage = true }
    return head
  }

  /// Runs tests again whenever files change, until the user has enough of it.
  private func goOn(
    after first: WatchState, _ list: WatchList, _ run: RunOptions, _ root: String
  ) throws -> Int32 {
    var (state, list) = (first, list)
    var change = WatchList.Change()
    let stop = try InterruptWatch()
    while !state.wasInterrupted {
      Terminal.write("waiting for changes; Ctrl-C ends\n")
      guard let latest = list.waitForChange(unless: { stop.hasFired }) else { break }
      change.add(latest)
      do {
        try runAgain(change, list.services, run, root, &state)
        change = WatchList.Change()
      } catch {
        // It has been told, and what has changed still waits for its turn.
        let code = (error as? ExitCode)?.rawValue ?? VerdictKind.internalError.exitCode
        state.refuse(code: code)
      }
    }
    return state.exitCode
  }

  /// Runs the tests that a change concerns, and those that have failed.
  private func runAgain(
    _ change: WatchList.Change, _ services: [ServiceFolder], _ run: RunOptions, _ root: String,
    _ state: inout WatchState
  ) throws {
    let whole = Plan(services, options: run) { TestFile.read($0.manifestPath) }
    // The only one that was wanted may be gone.
    let (all, mine) = try select(whole, root, mayBeEmpty: true)
    // Also those that the choice of tests leaves out now have come to nothing.
    state.keep(only: Set(all.cases.map(\.plainName)))
    let failed = state.failedNames
    var plan = mine
    plan.cases.removeAll { !change.concerns($0) && !failed.contains($0.plainName) }
    if plan.cases.isEmpty {
      Terminal.write("no test is concerned\n")
      guard state.hasUntold else { return state.pass() }
      let events = TimedEvent.telling(of: state.results, problems: [], after: .zero)
      return state.take([], code: rewrite(events, state.names, of: all, root, after: 0))
    }
    let (results, code) = try runOnce(plan, of: all, run, root, after: state)
    state.take(results, code: code)
  }

  private var caseReporter: any Reporter {
    ConsoleReporter(
      style: Terminal.style, isVerbose: verbose, showsTimings: timings, write: Terminal.write)
  }

  private var suiteReporter: any Reporter {
    SuiteReporter(
      style: Terminal.style, isVerbose: verbose, width: { Terminal.width }, write: Terminal.write)
  }
}

/// What can play the guest.
enum ReferenceSystem: String, ExpressibleByArgument, CaseIterable {
  case linux
}

/// The services that paths mean; a path that means none ends the command.
func findServices(_ paths: [String], packageRoot: String) throws -> [ServiceFolder] {
  for path in paths where ServiceFolder.find(at: path, packageRoot: packageRoot).isEmpty {
    Terminal.writeError("error: there is no service in \(path)\n")
    throw ExitCode(VerdictKind.badManifest.exitCode)
  }
  return services(at: paths, packageRoot: packageRoot)
}

/// The services that paths mean just now.
private func services(at paths: [String], packageRoot: String) -> [ServiceFolder] {
  var services: [ServiceFolder] = []
  for path in paths {
    let found = ServiceFolder.find(at: path, packageRoot: packageRoot)
    // A test that two folders mean is one.
    services += found.filter { service in !services.contains(service) }
  }
  return services
}
