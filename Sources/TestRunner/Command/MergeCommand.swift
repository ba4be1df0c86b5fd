internal import ArgumentParser
internal import Machine
internal import TestRunner

/// Puts the results of several machines together.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Puts the results of the parts of a suite together and makes reports of them.",
    discussion: """
      Example, on two machines and then on one:

        testrunner run IntegrationTests --shard 1/2 --results part1.jsonl
        testrunner run IntegrationTests --shard 2/2 --results part2.jsonl
        testrunner merge part1.jsonl part2.jsonl --junit junit.xml --html report.html

      A part that is missing, ended too early or has not run all its tests is a failure, and so is
      one of another run: what `--run-id` said, or GitHub Actions, GitLab or Slurm.

      Parts that were run with --coverage leave a folder beside their results (part1.coverage);
      merge makes the reports of all, and takes over which test executed what, for --changed.
      """)

  @Argument(help: "What `run --results` has written.", completion: .file())
  var files: [String]

  @OptionGroup var reports: ReportOptions

  func run() throws {
    var parts: [(name: String, file: ResultsFile)] = []
    for path in files {
      guard let text = TestFile.read(path) else { throw stop("cannot read \(path)") }
      do {
        parts.append((path, try ResultsFile(parsing: text)))
      } catch {
        throw stop("\(path):\(error.line): \(error.description)")
      }
    }
    let merge = ShardMerge(parts)
    let person = SuiteReporter(style: Terminal.plainStyle, isVerbose: false, write: Terminal.write)
    let root = PackageRoot.find() ?? "."
    let outputs = try reports.open(packageRoot: root, head: nil)
    var notes: [String] = []
    let watch = try? InterruptWatch()
    let lost = CoverageBundle.merge(
      parts, packageRoot: root, isStopped: { watch?.hasFired == true }, note: { notes.append($0) })
    for event in merge.events(adding: lost) {
      for reporter in [person] + outputs.reporters { reporter.receive(event) }
    }
    for note in notes { Terminal.write("\(note)\n") }
    for problem in merge.problems + lost { Terminal.writeError("error: \(problem)\n") }
    let code =
      lost.isEmpty ? merge.exitCode : max(merge.exitCode, VerdictKind.badManifest.exitCode)
    let isStopped = watch?.hasFired == true
    throw ExitCode(
      outputs.code(after: isStopped ? max(code, VerdictKind.interrupted.exitCode) : code))
  }

  func validate() throws {
    guard reports.results == nil else {
      throw ValidationError("The results of parts are there already: merge takes no --results.")
    }
  }

  private func stop(_ message: String) -> ExitCode {
    Terminal.writeError("error: \(message)\n")
    return ExitCode(VerdictKind.badManifest.exitCode)
  }
}
