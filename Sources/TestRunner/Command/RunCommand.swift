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
      guard selection.changed || selection.since != nil || selection.shard != nil else {
        Terminal.writeError("error: no test is left to run\n")
        throw ExitCode(VerdictKind.badManifest.exitCode)
      }
      // Its reports are written nevertheless: who puts the parts together asks for each.
      Terminal.write("no test is concerned\n")
    }
    // What changes while the first round goes on counts, too.
    let list = watch ? WatchList(services, packageRoot: root) : nil
    let round = try runOnce(mine, of: all, run, root)
    guard let list else { throw ExitCode(round.code) }
    throw ExitCode(try goOn(after: round, list, services, run, root))
  }

  /// Runs some tests.
  ///
  /// - Returns: The exit code, and the names of those that have failed.
  private func runOnce(
    _ mine: Plan, of all: Plan, _ run: RunOptions, _ root: String, first: Set<String> = []
  ) throws -> (code: Int32, failed: Set<String>) {
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
    head.repetitionCount = suite.count
    if coverage { head.notesCoverage = true }
    let isSuite = mine.cases.count * suite.count > 1 || suite.untilFailure
    let files = try reports.open(packageRoot: root, head: head)
    let runner = SuiteRunner(
      packageRoot: root, options: run, settings: settings,
      reporters: [isSuite ? suiteReporter : caseReporter] + files.reporters)
    let code = files.code(after: runner.run(mine))
    let failed = runner.results.filter { $0.verdict.kind.exitCode != 0 }
    return (code, Set(failed.map(\.plainName)))
  }

  /// Runs tests again whenever files change, until the user has enough of it.
  private func goOn(
    after round: (code: Int32, failed: Set<String>), _ list: WatchList,
    _ services: [ServiceFolder], _ run: RunOptions, _ root: String
  ) throws -> Int32 {
    var (code, failed) = round
    var list = list
    // The code of what failed last; it may not have been run since.
    var failure = code
    let stop = try InterruptWatch()
    while code != VerdictKind.interrupted.exitCode {
      Terminal.write("waiting for changes; Ctrl-C ends\n")
      guard let change = list.waitForChange(unless: { stop.hasFired }) else { break }
      let whole = Plan(services, options: run) { TestFile.read($0.manifestPath) }
      let (all, mine) = try selection.select(whole, packageRoot: root)
      var plan = mine
      if case .services(let paths) = change {
        plan.cases.removeAll { test in
          !paths.contains(test.service.path) && !failed.contains(test.plainName)
        }
      }
      let again = try runOnce(plan, of: all, run, root, first: failed)
      // What was not run again is as it was.
      let others = failed.subtracting(plan.cases.map(\.plainName))
      (code, failed) = (again.code, again.failed.union(others))
      if code != 0 { failure = code }
    }
    return failed.isEmpty ? 0 : failure
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
    services += found
  }
  return services
}
