internal import ArgumentParser
internal import Profiler
internal import Symbols

/// Shows sources with what their lines weigh.
struct AnnotateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate",
    abstract: "Shows sources with the share of the time that each line took.",
    discussion: """
      Examples:

        profiler annotate profile.swprof
        profiler annotate profile.swprof 'Checksum'     only lines of such functions
      """)

  @Argument(help: "The recording.", completion: .file())
  var file: String

  @Argument(help: ArgumentHelp("Functions whose lines are shown; all if not given."))
  var functions: String?

  @Option(help: "How many files are shown.")
  var files = 3

  @Option(help: "How many lines around each that took time.")
  var context = 3

  @OptionGroup var filter: FilterOptions

  func run() throws {
    let lines = try reportingErrors { () throws(ProfilerError) in
      let profile = try OpenedProfile(file, filter)
      var pattern: NamePattern?
      if let functions { pattern = try NamePattern(functions) }
      let report = AnnotateReport(profile.part, functions: pattern, read: { readLines($0) })
      return HealthReport.lines(profile.whole) + [""]
        + report.lines(fileCount: max(1, files), context: min(max(0, context), 1000))
    }
    Terminal.write(lines.joined(separator: "\n") + "\n")
  }
}

/// Compares two recordings.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compares two recordings, and says which differences chance does not explain.",
    discussion: """
      Examples:

        profiler diff before.swprof after.swprof
        profiler diff before.swprof after.swprof -o diff.svg     red where it became more
        profiler diff before.swprof after.swprof --fail          for scripts: exit code 2

      Functions are compared by name, so that the images may differ: name them with --image and
      --before-image if they have been built anew since.
      """)

  @Argument(help: "The recording before the change.", completion: .file())
  var before: String

  @Argument(help: "The recording after it.", completion: .file())
  var after: String

  @Option(help: ArgumentHelp("The image of the first recording.", valueName: "file"))
  var beforeImage: String?

  @Flag(help: "Compare what functions took with all that they called.")
  var total = false

  @Option(help: "How many functions are shown.")
  var count = 30

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Draw a flame graph, too.", valueName: "file"))
  var output: String?

  @Flag(help: "Fail if a difference is significant.")
  var fail = false

  @OptionGroup var filter: FilterOptions

  func run() throws {
    let comparison = try reportingErrors { () throws(ProfilerError) in
      var options = filter
      options.image = beforeImage
      let old = try OpenedProfile(before, options).part
      let new = try OpenedProfile(after, filter).part
      guard !old.samples.isEmpty, !new.samples.isEmpty else {
        throw ProfilerError(
          "\(old.samples.isEmpty ? before : after) has no such samples",
          advice: "Was the guest idle? --idle counts that, too.")
      }
      if let output { try draw(old, new, to: output) }
      return Comparison(old, new, total: total)
    }
    Terminal.write(comparison.lines(max(1, count)).joined(separator: "\n") + "\n")
    if fail, comparison.rows.contains(where: \.isSignificant) {
      throw ExitCode(ExitCodes.finding)
    }
  }

  private func draw(_ old: Profile, _ new: Profile, to path: String) throws(ProfilerError) {
    var graph = FlameGraph(describing: new, health: [])
    let tree = CallTree(new, comparedWith: old)
    graph.title = "\(before) → \(after)"
    graph.subtitle = FlameChange.legend
    graph.change = FlameChange(tree, from: old, to: new)
    try writeFile(graph.draw(tree), to: path)
  }
}

/// Joins recordings of one image.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Joins recordings of the same image into one.",
    discussion: "Example:\n\n  profiler merge a.swprof b.swprof -o both.swprof")

  @Argument(help: "The recordings.", completion: .file())
  var files: [String]

  @Option(name: .shortAndLong, help: ArgumentHelp("Where it goes.", valueName: "file"))
  var output: String

  func run() throws {
    try reportingErrors { () throws(ProfilerError) in
      var merged: Recording?
      for file in files {
        let recording = try Recording(fileBytes: try readFile(file), name: file)
        if merged == nil { merged = recording } else { try merged?.merge(recording) }
      }
      guard let merged else { return }
      try writeFile(merged.fileBytes, to: output)
      Terminal.writeError("wrote \(merged.entries.count) samples to \(output)\n")
    }
  }
}
