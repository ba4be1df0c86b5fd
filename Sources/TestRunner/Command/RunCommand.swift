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

      The exit code is that of the worst verdict; `testrunner --help` lists them.
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

  @Flag(help: "Run again what changes of files concern, what has failed first.")
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
    let (all, mine) = try selection.select(whole, packageRoot: root)
    if mine.cases.isEmpty {
      // Its reports are written nevertheless: who puts the parts together asks for each.
      let isShared = !all.cases.isEmpty
      Terminal.write(isShared ? "no test falls to this part\n" : "no test is concerned\n")
    }
    try suite.tellUnused(among: whole, of: folders, packageRoot: root)
    // What changes while the first round goes on counts, too.
    let list = watch ? WatchList(services, packageRoot: root) : nil
    let (results, code) = try runOnce(mine, of: all, run, root)
    guard let list else { throw ExitCode(code) }
    var state = WatchState()
    state.take(results, code: code)
    throw ExitCode(try goOn(after: state, list, services, run, root))
  }

  /// Runs some tests.
  ///
  /// - Returns: What they came to, and the exit code.
  private func runOnce(
    _ mine: Plan, of all: Plan, _ run: RunOptions, _ root: String, first: Set<String> = []
  ) throws -> (results: [CaseResult], code: Int32) {
    var settings = try suite.settings(
      caseCount: mine.cases.count, selection: selection, packageRoot: root)
    settings.collectsExhibits = reports.wantsExhibits
    settings.urgentNames = first
    if coverage { settings.coverageBundle = reports.results.map(CoverageBundle.init(beside:)) }
    var head = ResultsFile.Head()
    head.shardNumber = selection.shard?.number ?? 1
    head.shardCount = selection.shard?.count ?? 1
    head.allNames = all.cases.map(\.plainName)
    head.names = mine.cases.map(\.plainName)
    head.repetitionCount = suite.untilFailure ? 0 : suite.count
    if reports.results != nil { head.commit = ChangedFiles.commit(packageRoot: root) }
    if coverage { head.notesCoverage = true }
    let isSuite = mine.cases.count * suite.count > 1 || suite.untilFailure
    let files = try reports.open(packageRoot: root, head: head)
    let runner = SuiteRunner(
      packageRoot: root, options: run, settings: settings,
      reporters: [isSuite ? suiteReporter : caseReporter] + files.reporters)
    let code = files.code(after: runner.run(mine))
    return (runner.results, code)
  }

  /// Runs tests again whenever files change, until the user has enough of it.
  private func goOn(
    after first: WatchState, _ list: WatchList, _ services: [ServiceFolder], _ run: RunOptions,
    _ root: String
  ) throws -> Int32 {
    var (state, list) = (first, list)
    let stop = try InterruptWatch()
    while !state.wasInterrupted {
      Terminal.write("waiting for changes; Ctrl-C ends\n")
      guard let change = list.waitForChange(unless: { stop.hasFired }) else { break }
      let whole = Plan(services, options: run) { TestFile.read($0.manifestPath) }
      // A filter that fits nothing just now has been told of.
      guard let (all, mine) = try? selection.select(whole, packageRoot: root) else { continue }
      let failed = state.failedNames
      var plan = mine
      if case .services(let paths) = change {
        plan.cases.removeAll { test in
          !paths.contains(test.service.path) && !failed.contains(test.plainName)
        }
      }
      let (results, code) = try runOnce(plan, of: all, run, root, first: failed)
      state.take(results, code: code)
    }
    return state.exitCode
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
  var services: [ServiceFolder] = []
  for path in paths {
    let found = ServiceFolder.find(at: path, packageRoot: packageRoot)
    if found.isEmpty {
      Terminal.writeError("error: there is no service in \(path)\n")
      throw ExitCode(VerdictKind.badManifest.exitCode)
    }
    // A test that two folders mean is one.
    let others = found.filter { !services.contains($0) }
    services += others
  }
  return services
}
