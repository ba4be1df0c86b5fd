internal import ArgumentParser
internal import Glibc
internal import TestRunner

/// Runs the tests of services.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Builds, boots, drives and judges services.",
    discussion: """
      Examples:

        testrunner IntegrationTests/dns
        testrunner IntegrationTests/runner                 every service below the folder
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

  @Option(help: ArgumentHelp("Write each event as a line of JSON.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write the results as JUnit XML.", valueName: "file"))
  var junit: String?

  func run() throws {
    let root = try requirePackageRoot()
    var run = options.runOptions
    run.keepsMachine = keep
    let services = try findServices(folders, packageRoot: root)
    let plan = Plan(services, options: run) { TestFile.read($0.manifestPath) }
    var reporters: [any Reporter] = [
      ConsoleReporter(
        style: Terminal.style, isVerbose: verbose, showsTimings: timings, write: Terminal.write)
    ]
    if let json { reporters.append(JSONReporter(write: try OutputFile(path: json).write)) }
    if let junit { reporters.append(JUnitReporter(write: try OutputFile(path: junit).write)) }
    let runner = Runner(packageRoot: root, options: run, reporters: reporters)
    throw ExitCode(runner.run(plan))
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

/// A file that takes text as it comes.
final class OutputFile {
  private let stream: UnsafeMutablePointer<FILE>

  init(path: String) throws {
    guard let stream = fopen(path, "we") else {
      Terminal.writeError("error: cannot write \(path): \(String(cString: strerror(errno)))\n")
      throw ExitCode(VerdictKind.badManifest.exitCode)
    }
    self.stream = stream
  }

  deinit { fclose(stream) }

  func write(_ text: String) {
    fputs(text, stream)
    fflush(stream)
  }
}
