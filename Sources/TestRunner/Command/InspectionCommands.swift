internal import ArgumentParser
internal import Machine
internal import TestRunner

/// Shows what a running machine has counted.
struct CountersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "counters", abstract: "Shows what a running machine has counted.",
    discussion: "Examples:\n\n  testrunner counters dns\n  testrunner counters dns --all")

  @Argument(help: "Name of the machine; not needed if only one runs.")
  var name: String?

  @Flag(help: "Show those, too, that are 0.")
  var all = false

  func run() throws {
    let counters = try inspect(name) { (inspection) throws(MachineError) in
      try inspection.counters()
    }
    for counter in counters where all || counter.value > 0 {
      let value = String(counter.value)
      let gap = String(repeating: " ", count: max(0, 14 - value.count))
      Terminal.write("\(gap)\(value)  \(counter.name)\n")
    }
  }
}

/// Shows the log of a running machine.
struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Shows the last 64 KiB of a running machine's log.",
    discussion: "Example:\n\n  testrunner log dns")

  @Argument(help: "Name of the machine; not needed if only one runs.")
  var name: String?

  func run() throws {
    let lines = try inspect(name) { (inspection) throws(MachineError) in try inspection.log() }
    for line in lines { Terminal.write(ConsoleText.visible(line) + "\n") }
  }
}

/// Looks into a running machine; ends the command if that is not possible.
private func inspect<Result>(
  _ name: String?, _ body: (Inspection) throws(MachineError) -> Result?
) throws -> Result {
  let registry = try openRegistry()
  let result = try reportingErrors { () throws(MachineError) in
    try body(Inspection(try AttachedMachine(name, in: registry)))
  }
  guard let result else {
    Terminal.writeError("error: the machine's image keeps nothing of the kind\n")
    throw ExitCode(VerdictKind.badManifest.exitCode)
  }
  return result
}
