/// Tells GitHub Actions of failures: a mark at the manifest's line, and a page for the run.
///
/// Source: GitHub Actions, workflow commands.
public final class GitHubReporter: Reporter {
  private let annotate: (String) -> Void
  private let summarise: (String) -> Void
  /// What is wrong with the run as a whole.
  private var problems: [String] = []

  /// Makes a reporter.
  ///
  /// - Parameters:
  ///   - annotate: Takes commands for the standard output, lines with their ends.
  ///   - summarise: Takes the page in Markdown, once, at the end.
  public init(annotate: @escaping (String) -> Void, summarise: @escaping (String) -> Void) {
    self.annotate = annotate
    self.summarise = summarise
  }

  public func receive(_ timed: TimedEvent) {
    switch timed.event {
    case .caseEnded(let result): if let line = Self.annotation(result) { annotate(line) }
    case .incomplete(let found):
      problems = found
      for problem in found {
        annotate("::error title=\(Self.property("the run is not whole"))::\(Self.data(problem))\n")
      }
    case .ended(let results):
      summarise(Self.page(results, problems: problems, after: timed.time))
    default: break
    }
  }

  /// The command that marks a failure; nil if there is none.
  static func annotation(_ result: CaseResult) -> String? {
    let kind = result.verdict.kind
    guard kind != .passed, kind != .leftOut else { return nil }
    let isTolerated = result.isTolerated == true
    let level = kind.isAccepted ? "notice" : isTolerated ? "warning" : "error"
    let step = result.steps.first { $0.ending.failure != nil }
    let line = step?.line ?? 1
    let text =
      ([result.verdict.reason] + result.verdict.details.prefix(20)
      + ["again: \(result.repeatCommand)"]).joined(separator: "\n")
    let title = property("\(result.name): \(kind.rawValue)")
    let file = property(step.map(result.path) ?? result.manifestPath)
    return "::\(level) file=\(file),line=\(max(line, 1)),title=\(title)::\(data(text))\n"
  }

  static func page(
    _ results: [CaseResult], problems: [String] = [], after time: Duration
  ) -> String {
    let failed = results.filter { $0.verdict.kind != .passed && $0.verdict.kind != .leftOut }
    let isGood = problems.isEmpty && results.allSatisfy(\.isAccepted)
    let passedCount = results.count { $0.verdict.kind == .passed }
    let leftOutCount = results.count { $0.verdict.kind == .leftOut }
    var text = "### \(isGood ? "✅" : "❌") \(passedCount) of \(results.count) tests passed"
    if leftOutCount > 0 { text += ", \(leftOutCount) left out" }
    text += " in \(DurationText.short(time))\n\n"
    for problem in problems { text += "- **\(cell(problem))**\n" }
    if !problems.isEmpty { text += "\n" }
    if !failed.isEmpty {
      text += "| test | verdict | reason |\n|---|---|---|\n"
      for result in failed {
        text += "| \(cell(result.name)) | \(result.verdict.kind.rawValue) "
        text += "| \(cell(result.verdict.reason)) |\n"
      }
      for result in failed {
        let lines = result.verdict.details + ["", "again: \(result.repeatCommand)"]
        text += "\n<details><summary>\(cell(result.name))</summary>\n\n"
        text += "```text\n\(lines.joined(separator: "\n").replacing("```", with: "'''"))\n```\n"
        text += "\n</details>\n"
      }
    }
    let slowest = results.sorted { $0.duration > $1.duration }.prefix(5)
    text +=
      "\nSlowest: "
      + slowest.map {
        "\(cell($0.name)) \(DurationText.short($0.duration))"
      }.joined(separator: ", ")
    return text + "\n"
  }

  /// Text of a command.
  static func data(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  /// A property of a command.
  static func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }

  /// Text in a table of Markdown, where nothing of it means anything.
  private static func cell(_ text: String) -> String {
    var result = ""
    for character in ConsoleText.visible(text.replacing("\n", with: " ")) {
      if "|<>&*_`[]\\".contains(character) { result += "\\" }
      result.append(character)
    }
    return result
  }
}
