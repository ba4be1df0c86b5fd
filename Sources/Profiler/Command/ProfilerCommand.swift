internal import ArgumentParser

/// Shows where a running guest spends its time.
struct ProfilerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profiler",
    abstract: "Shows where a running guest spends its time.",
    discussion: """
      A machine that `testrunner boot` left running is found by its name:

        profiler record dns --seconds 10 -o flame.svg

      Exit codes:

      \(ExitCodes.table)
      """,
    subcommands: [
      RecordCommand.self, ReportCommand.self, AnnotateCommand.self, DiffCommand.self,
      TopCommand.self, ServeCommand.self, ExportCommand.self, MergeCommand.self, PushCommand.self,
      SelftestCommand.self, MeasureCommand.self,
    ])
}
