internal import ArgumentParser
internal import Profiler

/// Shows a recording as text.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Shows a recording as text: top functions, the call tree, callers or callees.",
    discussion: """
      Examples:

        profiler report profile.swprof                     the functions that took the most time
        profiler report profile.swprof --tree
        profiler report profile.swprof --callers 'memcpy'
      """)

  @Argument(help: "The recording.", completion: .file())
  var file: String

  @Flag(help: "The tree of calls.")
  var tree = false

  @Flag(help: "With --tree: from the functions that did the work up to their callers.")
  var inverted = false

  @Option(help: ArgumentHelp("Who calls such functions.", valueName: "regex"))
  var callers: String?

  @Option(help: ArgumentHelp("What such functions call.", valueName: "regex"))
  var callees: String?

  @Option(help: "How many functions are shown.")
  var count = 30

  @Flag(help: "Order functions by their weight with all that they called.")
  var total = false

  @Option(help: ArgumentHelp("Leave out of trees what has less.", valueName: "percent"))
  var least = 0.5

  @OptionGroup var filter: FilterOptions

  func validate() throws {
    guard count >= 0 else { throw ValidationError("--count takes 0 or more.") }
    guard (0...100).contains(least) else { throw ValidationError("--least takes 0 to 100.") }
  }

  func run() throws {
    let lines = try reportingErrors { () throws(ProfilerError) in
      let profile = try OpenedProfile(file, filter)
      let report = TextReport(profile.part)
      let body: [String]
      if let callers {
        body = report.callers(of: try NamePattern(callers), least: least / 100)
      } else if let callees {
        body = report.callees(of: try NamePattern(callees), least: least / 100)
      } else if tree {
        body = report.tree(least: least / 100, inverted ? .fromLeaf : .fromEntry)
      } else {
        body = report.top(count, byTotal: total)
      }
      return HealthReport.lines(profile.whole) + [""] + body
    }
    Terminal.write(lines.joined(separator: "\n") + "\n")
  }
}
