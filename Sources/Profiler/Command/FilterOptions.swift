internal import ArgumentParser
internal import Profiler

/// Options that say which samples count, and how functions are named.
struct FilterOptions: ParsableArguments {
  @Option(help: "What is measured: time, allocations, live, waits or spans.")
  var kind = "time"

  @Flag(help: "Count idle time, too.")
  var idle = false

  @Option(
    help: ArgumentHelp("Only stacks with a function that matches.", valueName: "regex"))
  var focus: String?

  @Option(help: ArgumentHelp("Only stacks without such a function.", valueName: "regex"))
  var ignore: String?

  @Option(help: ArgumentHelp("Leave such functions out of stacks.", valueName: "regex"))
  var hide: String?

  @Option(help: ArgumentHelp("Begin stacks at such a function.", valueName: "regex"))
  var root: String?

  @Option(help: ArgumentHelp("Only samples with this label.", valueName: "label"))
  var label: [String] = []

  @Option(
    help: ArgumentHelp("Only samples in spans whose name matches.", valueName: "regex"))
  var span: String?

  @Option(
    help: ArgumentHelp(
      "Only samples in spans that took so long; where the service names none, in requests: runs of "
        + "a task from one wait to the next.", valueName: "milliseconds"))
  var slower: Double?

  @Option(help: ArgumentHelp("Only samples after so many seconds.", valueName: "seconds"))
  var since: Double?

  @Option(help: ArgumentHelp("Only samples before so many seconds.", valueName: "seconds"))
  var until: Double?

  @Flag(help: "Leave inlined functions out.")
  var noInlined = false

  @Option(help: "How functions are named: full, simplified or none (as the linker does).")
  var names = "simplified"

  @Option(help: ArgumentHelp("The image that was recorded.", valueName: "file"))
  var image: String?

  func validate() throws {
    guard SampleKind.allCases.contains(where: { $0.name == kind }) else {
      throw ValidationError("--kind takes time, allocations, live, waits or spans.")
    }
    guard (0...1e9).contains(slower ?? 0) else {
      throw ValidationError("--slower takes 0 to 1000000000.")
    }
    guard (0...1e9).contains(since ?? 0), (0...1e9).contains(until ?? 0) else {
      throw ValidationError("--since and --until take 0 to 1000000000 seconds.")
    }
    guard NameStyle(rawValue: names) != nil else {
      throw ValidationError("--names takes full, simplified or none.")
    }
  }

  var style: NameStyle { NameStyle(rawValue: names) ?? .simplified }

  func filter() throws(ProfilerError) -> ProfileFilter {
    var filter = ProfileFilter()
    filter.kind = SampleKind.allCases.first { $0.name == kind } ?? .time
    filter.contexts = idle ? nil : Set(SampleContext.allCases).subtracting([.idle])
    filter.labels = label
    filter.focus = try focus.map { (text) throws(ProfilerError) in try NamePattern(text) }
    filter.ignore = try ignore.map { (text) throws(ProfilerError) in try NamePattern(text) }
    filter.hide = try hide.map { (text) throws(ProfilerError) in try NamePattern(text) }
    filter.root = try root.map { (text) throws(ProfilerError) in try NamePattern(text) }
    filter.showsInlined = !noInlined
    if span != nil || slower != nil {
      var spans = SpanFilter()
      spans.pattern = try span.map { (text) throws(ProfilerError) in try NamePattern(text) }
      spans.least = UInt64((slower ?? 0) * 1e6)
      filter.spans = spans
    }
    let start = UInt64((since ?? 0) * 1e9)
    let end = until.map { UInt64($0 * 1e9) } ?? .max
    filter.times = start...max(start, end)
    return filter
  }
}
