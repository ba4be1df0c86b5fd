internal import ArgumentParser
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

  @OptionGroup(title: "Choosing tests") var selection: SelectionOptions

  @OptionGroup(title: "Running a suite") var suite: SuiteOptions

  @OptionGroup(title: "Reports") var reports: ReportOptions

  func run() throws {
    let root = try requirePackageRoot()
    var run = options.runOptions
    run.keepsMachine = keep
    let services = try findServices(folders, packageRoot: root)
    let whole = Plan(services, options: run) { TestFile.read($0.manifestPath) }
    let (all, mine) = try selection.select(whole, packageRoot: root)
    if mine.cases.isEmpty {
      Terminal.writeError("error: no test is left to run\n")
      throw ExitCode(VerdictKind.badManifest.exitCode)
    }
    var settings = try suite.settings(
      caseCount: mine.cases.count, selection: selection, packageRoot: root)
    settings.collectsExhibits = reports.wantsExhibits
    var head = ResultsFile.Head()
    head.shardNumber = selection.shard?.number ?? 1
    head.shardCount = selection.shard?.count ?? 1
    head.allNames = all.cases.map(\.plainName)
    head.names = mine.cases.map(\.plainName)
    head.repetitionCount = suite.count
    let isSuite = mine.cases.count * suite.count > 1 || suite.untilFailure
    let reporters =
      [isSuite ? suiteReporter : caseReporter]
      + (try reports.reporters(packageRoot: root, head: head))
    let runner = SuiteRunner(
      packageRoot: root, options: run, settings: settings, reporters: reporters)
    throw ExitCode(runner.run(mine))
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
