internal import ArgumentParser
internal import Glibc
internal import Machine
internal import Profiler

/// Checks profiles of guests whose profiles are known.
struct SelftestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest",
    abstract: "Boots guests whose profiles are known, and checks that they come out so.",
    discussion: """
      Runs the tests below IntegrationTests/profiler: a known mix of work, causality, work in step
      with a clock, work with interrupts off, exact shares under counted instructions, whole stacks,
      what a sample costs, allocations, waits and spans that are told, and blocks that move.

      Examples:

        profiler selftest
        profiler selftest mix lockstep
      """)

  @Argument(help: "Which tests; all if none is named.")
  var tests: [String] = []

  @Option(help: ArgumentHelp("Make every time limit longer or shorter.", valueName: "factor"))
  var timeoutScale = 1.0

  func run() throws {
    let root = SamplingTarget.packageRoot
    let folder = "\(root)/IntegrationTests/profiler"
    let paths = tests.isEmpty ? [folder] : tests.map { "\(folder)/\($0)" }
    for path in paths where access(path, R_OK) != 0 {
      Terminal.writeError("error: there is no test \(path)\n  They are below \(folder).\n")
      throw ExitCode(ExitCodes.failure)
    }
    // The runner is built beside this program.
    let program = SamplingTarget.programFolder + "/testrunner"
    let words = [program, "run"] + paths + ["--timeout-scale", "\(timeoutScale)"]
    var command = HostCommand(words)
    command.folder = root
    let ending: HostCommand.Ending
    do throws(MachineError) {
      ending = try command.run(limit: .seconds(7200)) { bytes in
        Terminal.write(String(decoding: bytes, as: UTF8.self))
      }
    } catch {
      Terminal.writeError(
        "error: \(error)\n  Build the runner first: swift build --product testrunner\n")
      throw ExitCode(ExitCodes.failure)
    }
    switch ending {
    case .ended(let status) where status.isSuccess: return
    case .interrupted: throw ExitCode(130)
    default: throw ExitCode(ExitCodes.finding)
    }
  }
}
