internal import ArgumentParser
internal import Profiler

/// Writes a recording in a format of another program.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a recording as a picture, or in a format of another program.",
    discussion: """
      Examples:

        profiler export profile.swprof -o flame.svg
        profiler export profile.swprof --format collapsed > stacks.folded
        profiler export stacks.folded -o flame.svg         stacks of other programs, too
        profiler export two.folded -o difference.svg       lines with two numbers: before and after
      """)

  @Argument(help: "The recording, or collapsed stacks.", completion: .file())
  var file: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where the result goes; the standard output if not given.", valueName: "file"))
  var output = "-"

  @Option(help: "One of \(OutputFormat.list); the output's ending says it otherwise.")
  var format: String?

  @Flag(help: "A flame graph from the functions that did the work up to their callers.")
  var inverted = false

  @Flag(help: "Collapsed stacks with weights (nanoseconds, bytes), not with numbers of samples.")
  var weights = false

  @Flag(
    help: "Lines with two numbers count everything, not samples: every change is coloured.")
  var exact = false

  @OptionGroup var filter: FilterOptions

  private var chosenFormat: OutputFormat? {
    format.map { OutputFormat(rawValue: $0) } ?? OutputFormat(path: output)
  }

  func validate() throws {
    guard chosenFormat != nil else {
      throw ValidationError(
        "Say what to write: --format with one of "
          + OutputFormat.list)
    }
  }

  func run() throws {
    guard let format = chosenFormat else { return }
    try reportingErrors { () throws(ProfilerError) in
      let bytes = try readFile(file)
      if bytes.first != 0x89 { return try drawFolded(bytes, format) }
      let recording = try Recording(fileBytes: bytes, name: file)
      let profile = try OpenedProfile(recording, filter)
      let options = ExportOptions(inverted: inverted, weights: weights)
      try writeFile(format.export(profile, options), to: output)
    }
  }

  private func drawFolded(_ bytes: [UInt8], _ format: OutputFormat) throws(ProfilerError) {
    guard format == .svg else {
      throw ProfilerError(
        "\(file) is no recording", advice: "Of collapsed stacks only --format svg can be made.")
    }
    let (tree, refusedCount) = try FoldedReader.read(bytes, name: file)
    guard tree.total > 0 else { throw ProfilerError("\(file) has no stacks in it") }
    if refusedCount > 0 { Terminal.writeError("note: \(refusedCount) lines are no stacks\n") }
    var graph = FlameGraph()
    graph.title = file.split(separator: "/").last.map(String.init) ?? file
    // Lines with two numbers compare two profiles.
    if tree.nodes[0].before > 0 {
      graph.subtitle = FlameChange.legend
      graph.change = FlameChange(counted: tree, isExact: exact)
    }
    try writeFile(graph.draw(tree), to: output)
  }
}
