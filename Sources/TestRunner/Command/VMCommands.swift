internal import ArgumentParser
internal import Glibc
internal import Machine
internal import TestRunner

/// Boots a service and leaves it running.
struct BootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "boot",
    abstract: "Boots a service and leaves it running once it is ready.",
    discussion: """
      Example:

        testrunner boot IntegrationTests/dns
        testrunner exec dns -- dig @10.0.0.42 www.test.example
        testrunner stop dns

      The image is linked with the sampler and the stub for gdb; that of a test has them only if its
      manifest says so: tools: [sampler, gdb].
      """)

  @Argument(help: "Folder of the service.", completion: .directory)
  var folder: String

  @OptionGroup var options: MachineOptions

  @Option(help: "Name of the machine; the service's own if there is none.")
  var name: String?

  @Option(
    help: ArgumentHelp(
      "Link these tools into the image: sampler, gdb, both with a comma, all or none.",
      valueName: "tools"))
  var tools = ToolSelection(Set(GuestTool.allCases))

  @Flag(name: .shortAndLong, help: "Show the guest's console as it comes, and the build.")
  var verbose = false

  func run() throws {
    let root = try requirePackageRoot()
    let services = try findServices([folder], packageRoot: root)
    var run = options.runOptions
    run.tools = tools.tools
    // One machine is booted, so the first of several that the manifest names.
    let plan = Plan(Array(services.prefix(1)), options: run) {
      TestFile.read($0.manifestPath) ?? "{}"
    }
    run.machine = plan.cases[0].machine
    let reporter = ConsoleReporter(
      style: Terminal.style, isVerbose: verbose, write: Terminal.write)
    let runner = Runner(packageRoot: root, options: run, reporters: [reporter])
    let (code, lines) = runner.leaveRunning(
      plan.cases[0], as: name ?? services[0].vmName)
    for line in lines { Terminal.write(line + "\n") }
    throw ExitCode(code)
  }
}

/// Runs a command in the network of a running machine.
struct ExecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec",
    abstract: "Runs a command in the network of a running machine.",
    discussion: """
      Example:

        testrunner exec dns -- dig @10.0.0.42 www.test.example AAAA

      The exit code is that of the command.
      """)

  @Argument(help: "Name of the machine.")
  var name: String

  @Argument(parsing: .postTerminator, help: "The command and its arguments, after --.")
  var command: [String]

  func run() throws {
    throw ExitCode(try runInside(name, command))
  }
}

/// Opens a shell in the network of a running machine.
struct ShellCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shell", abstract: "Opens a shell in the network of a running machine.",
    discussion: "Example:\n\n  testrunner shell dns")

  @Argument(help: "Name of the machine; not needed if only one runs.")
  var name: String?

  func run() throws {
    let shell = getenv("SHELL").map { String(cString: $0) } ?? "/bin/sh"
    throw ExitCode(try runInside(name, [shell]))
  }
}

/// Stops running machines.
struct StopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Stops a running machine and removes what it held.",
    discussion: "Examples:\n\n  testrunner stop dns\n  testrunner stop --all")

  @Argument(help: "Name of the machine; not needed if only one runs.")
  var name: String?

  @Flag(help: "Stop every machine.")
  var all = false

  func validate() throws {
    if all && name != nil { throw ValidationError("Give a name or --all, not both.") }
  }

  func run() throws {
    let registry = try openRegistry()
    let names = all ? registry.list().map { Optional($0.name) } : [name]
    for name in names {
      try reportingErrors { () throws(MachineError) in
        let machine = try AttachedMachine(name, in: registry)
        try machine.stop()
        Terminal.write("stopped \(machine.registration.name)\n")
      }
    }
    if names.isEmpty { Terminal.write("no machine runs\n") }
  }
}

/// Lists the machines that run.
struct ListRunningCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ps", abstract: "Lists the machines that run.")

  func run() throws {
    let machines = try openRegistry().list()
    if machines.isEmpty { Terminal.write("no machine runs\n") }
    let now = Double(time(nil))
    for machine in machines {
      let age = Int(max(0, now - machine.since))
      let address = machine.configuration.network.map { "\($0.guest)" } ?? "no network"
      let words = [
        machine.name, machine.configuration.kind.rawValue, "\(machine.configuration.memoryMiB) MiB",
        address, "process \(machine.qemu.pid)", "for \(age) s", machine.folder,
      ]
      Terminal.write(words.joined(separator: "  ") + "\n")
    }
  }
}

/// Where running machines are entered.
func openRegistry() throws -> VMRegistry {
  VMRegistry(root: try requirePackageRoot() + "/.swiftlet")
}

/// Runs a command beside a machine, on this terminal; gives its exit code.
private func runInside(_ name: String?, _ command: [String]) throws -> Int32 {
  let registry = try openRegistry()
  return try reportingErrors { () throws(MachineError) in
    let machine = try AttachedMachine(name, in: registry)
    let network = machine.registration.configuration.network
    let environment = [
      "SWIFTLET_ADDRESS": network.map { "\($0.guest)" } ?? "",
      "SWIFTLET_HOST_ADDRESS": network.map { "\($0.host)" } ?? "",
      "SWIFTLET_INTERFACE": NetworkNamespace.interfaceName,
      "SWIFTLET_RUN_FOLDER": machine.registration.folder,
    ]
    switch try machine.run(command, environment: environment) {
    case .exited(let code): return code
    // As shells do it.
    case .signalled(let signal): return 128 + signal
    }
  }
}

/// Does something with machines; an error becomes one line and an exit code.
func reportingErrors<Result>(
  _ body: () throws(MachineError) -> Result
) throws -> Result {
  do throws(MachineError) {
    return try body()
  } catch {
    Terminal.writeError("error: \(error)\n")
    if case .missingProgram(let name) = error {
      if let fix = Tool.installCommand([Tool.named(name)]) { Terminal.writeError("  \(fix)\n") }
      throw ExitCode(VerdictKind.missingTool.exitCode)
    }
    throw ExitCode(VerdictKind.badManifest.exitCode)
  }
}
