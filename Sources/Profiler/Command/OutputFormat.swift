internal import Profiler

/// Formats of files that profiles are exported to.
enum OutputFormat: String, CaseIterable {
  case svg, html, collapsed, speedscope, pprof, firefox, perfscript, perfdata, callgrind, json

  /// The format that a file's name asks for; nil if it asks for none.
  init?(path: String) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let found = Self.endings.first { name.hasSuffix($0.ending) }
    guard let found else { return nil }
    self = found.format
  }

  /// Endings of names; of two that fit, the first counts.
  static let endings: [(ending: String, format: OutputFormat)] = [
    (".svg", .svg), (".html", .html), (".folded", .collapsed), (".collapsed", .collapsed),
    (".speedscope.json", .speedscope), (".pb.gz", .pprof), (".pprof", .pprof),
    (".firefox.json", .firefox), (".perf.txt", .perfscript), ("perf.data", .perfdata),
    (".callgrind", .callgrind), (".json", .json), (".txt", .collapsed),
  ]

  /// The names of all formats.
  static let list = allCases.map(\.rawValue).joined(separator: ", ")

  /// Writes a profile in this format.
  func export(_ profile: OpenedProfile, _ options: ExportOptions) -> [UInt8] {
    switch self {
    case .svg:
      let graph = FlameGraph(describing: profile.part, health: HealthReport.lines(profile.whole))
      return graph.draw(profile.part, inverted: options.inverted)
    case .html:
      return HTMLReport.export(
        profile.part, whole: profile.whole, health: HealthReport.lines(profile.whole))
    case .collapsed:
      return FoldedExporter.export(profile.part, measure: options.weights ? .weight : .samples)
    case .speedscope: return SpeedscopeExporter.export(profile.part)
    case .pprof: return PprofExporter.export(profile.part)
    case .firefox: return FirefoxExporter.export(profile.part, whole: profile.whole)
    case .perfscript: return PerfScriptExporter.export(profile.part)
    case .perfdata: return PerfDataExporter.export(profile.part, code: profile.code)
    case .callgrind: return CallgrindExporter.export(profile.part)
    case .json: return JSONExporter.export(profile.part, whole: profile.whole)
    }
  }
}

/// Choices that some formats have.
struct ExportOptions {
  /// Whether a flame graph begins with the functions that did the work.
  var inverted = false
  /// Whether collapsed stacks have weights instead of numbers of samples.
  var weights = false
}
