internal import ArgumentParser
internal import Glibc
internal import Machine
internal import TestRunner

/// Debugs a running machine.
struct DebugCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "debug", abstract: "Opens gdb on a running machine.",
    discussion: """
      Examples:

        testrunner debug dns
        testrunner debug dns -- -batch -ex 'kernel log'
        testrunner debug dns --qemu                  through QEMU's stub instead of the kernel's
        testrunner debug dns --vscode                writes .vscode/launch.json
      """)

  @Argument(help: "Name of the machine; not needed if only one runs.")
  var name: String?

  @Flag(help: "Use QEMU's stub, which sees what a guest cannot see of itself.")
  var qemu = false

  @Flag(help: "Write .vscode/launch.json instead of opening gdb.")
  var vscode = false

  @Argument(parsing: .postTerminator, help: "Further arguments of gdb, after --.")
  var arguments: [String] = []

  func run() throws {
    let registry = try openRegistry()
    let machine = try reportingErrors { () throws(MachineError) in try registry.find(name) }
    let script = "\(machine.folder)/\(qemu ? "gdb-qemu" : "gdb")"
    guard vscode else { throw replaceByDebugger(["-q", "-nx", "-x", script] + arguments) }
    let root = try requirePackageRoot()
    let file = LaunchFile(
      machine: machine.name, image: "\(machine.folder)/\(RunFolder.Name.image)", script: script)
    guard file.write(in: root) else {
      Terminal.writeError("error: .vscode/launch.json is not ours, or cannot be written\n")
      Terminal.write(file.text)
      throw ExitCode(VerdictKind.badManifest.exitCode)
    }
    Terminal.write("wrote .vscode/launch.json: “Swiftlet: \(machine.name)” in Run and Debug\n")
  }
}

/// Opens what a guest left when it failed.
struct CoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "core", abstract: "Opens gdb on the core that a failed run has left.",
    discussion: """
      A run is named by its folder, by its name or a part of it; without one, the latest is meant.
      A machine that runs is named as `ps` lists it: its core is taken now, and it runs on.

      Examples:

        testrunner core
        testrunner core dns --print query --run bt
        testrunner core .swiftlet/runs/20261121-101112.131-dns -- -batch -ex 'kernel log'
      """)

  @Argument(help: ArgumentHelp("The run, or a running machine.", valueName: "run"))
  var name: String?

  @Option(name: .customLong("run"), help: "Run this command of gdb, and no others.")
  var commands: [String] = []

  @Option(help: "Print this value, and nothing else.")
  var print: [String] = []

  @Argument(parsing: .postTerminator, help: "Further arguments of gdb, after --.")
  var arguments: [String] = []

  func run() throws {
    let root = try requirePackageRoot()
    let folder = try takeCore(root) ?? CoreFile.runFolder(name, packageRoot: root)
    guard let folder else { throw refuse("there is no run “\(name ?? "latest")”") }
    guard let words = CoreFile.debuggerArguments(for: folder) else {
      throw refuse("\(folder.path) has no core: the guest did not fail, or had left already")
    }
    let batch = commands + print.map { "print \($0)" }
    let extra = batch.isEmpty ? [] : ["-batch"] + batch.flatMap { ["-ex", $0] }
    throw replaceByDebugger(words + extra + arguments)
  }

  /// Takes a core of a machine that runs; nil if none of that name does.
  private func takeCore(_ root: String) throws -> RunFolder? {
    let registry = try openRegistry()
    guard let name, let running = try? registry.find(name) else { return nil }
    let folder = RunFolder(path: running.folder)
    _ = try reportingErrors { () throws(MachineError) in
      try AttachedMachine(name, in: registry).dumpMemory()
    }
    CoreFile.finish(in: folder, image: running.configuration.image, packageRoot: root)
    return folder
  }

  private func refuse(_ reason: String) -> ExitCode {
    Terminal.writeError("error: \(reason)\n")
    return ExitCode(VerdictKind.badManifest.exitCode)
  }
}

/// Repeats a recorded run.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Repeats a run that was recorded, instruction by instruction.",
    discussion: """
      A run is recorded by `testrunner run --record` or `testrunner boot --record`. With --gdb, gdb
      is attached through QEMU's stub, and can go backwards: reverse-stepi, reverse-step,
      reverse-continue.

      Examples:

        testrunner replay                  the latest run
        testrunner replay dns --gdb
        testrunner replay dns --gdb -- -batch -ex 'break panic' -ex continue -ex reverse-stepi
      """)

  @Argument(help: ArgumentHelp("The run, as for `testrunner core`.", valueName: "run"))
  var name: String?

  @Flag(help: "Open gdb at the first instruction.")
  var gdb = false

  @Option(help: ArgumentHelp("End a replay that takes longer.", valueName: "seconds"))
  var limit = 60

  @Argument(parsing: .postTerminator, help: "Further arguments of gdb, after --.")
  var arguments: [String] = []

  func run() throws {
    let root = try requirePackageRoot()
    guard let folder = CoreFile.runFolder(name, packageRoot: root) else {
      Terminal.writeError("error: there is no run “\(name ?? "latest")”\n")
      throw ExitCode(VerdictKind.badManifest.exitCode)
    }
    let outcome = try reportingErrors { () throws(MachineError) in
      let replay = try Replay(of: folder, packageRoot: root)
      return gdb
        ? try replay.debug(arguments) : try replay.compare(within: .seconds(limit))
    }
    if let message = outcome.message { Terminal.write(message + "\n") }
    throw ExitCode(outcome.code)
  }
}

/// Lets gdb take this process's place; returns only if it is missing.
private func replaceByDebugger(_ arguments: [String]) -> ExitCode {
  let words = ["gdb"] + arguments
  var pointers = words.map { strdup($0) } + [nil]
  execvp("gdb", &pointers)
  let fix = Tool.installCommand([Tool.named("gdb")]) ?? ""
  Terminal.writeError("error: gdb is missing\n  \(fix)\n")
  return ExitCode(VerdictKind.missingTool.exitCode)
}
