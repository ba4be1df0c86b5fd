/// Writes the results as one page that needs nothing else: no server, no script of others.
public final class HTMLReporter: Reporter {
  private let write: (String) -> Void
  /// What is wrong with the run as a whole.
  private var problems: [String] = []

  /// Makes a reporter.
  ///
  /// - Parameter write: Takes the whole page at the end of the run.
  public init(write: @escaping (String) -> Void) {
    self.write = write
  }

  public func receive(_ timed: TimedEvent) {
    switch timed.event {
    case .incomplete(let found): problems = found
    case .ended(let results):
      write(Self.page(results, problems: problems, after: timed.time))
    default: break
    }
  }

  static func page(
    _ results: [CaseResult], problems: [String] = [], after time: Duration
  ) -> String {
    // What needs a look comes first.
    let sorted = results.enumerated().sorted { left, right in
      let (first, second) = (rank(left.element), rank(right.element))
      return first == second ? left.offset < right.offset : first < second
    }.map(\.element)
    let title = title(results, problems)
    let faults = problems.map { "<p class=\"reason\">\(Markup.escaped($0))</p>\n" }.joined()
    return """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width,initial-scale=1">
      <title>\(title): \(results.count) tests</title>
      <style>\(HTMLStyle.css)</style></head>
      <body><header><h1>\(results.count) tests, \(title)</h1>
      <p>in \(DurationText.short(time))</p>\(faults)
      <p class="tools"><input id="find" type="search" placeholder="part of a name, tag or text"
      aria-label="Find tests"> \(buttons(results))</p></header>
      <main>
      \(sorted.map(article).joined())</main>
      <p id="none" hidden>No test fits.</p>
      <script>\(HTMLStyle.script)</script>
      </body></html>

      """
  }

  /// What the run came to, in some words.
  private static func title(_ results: [CaseResult], _ problems: [String]) -> String {
    let failedCount = results.count { !$0.isAccepted }
    if failedCount > 0 { return "\(failedCount) failed" }
    if !problems.isEmpty { return "the run is not whole" }
    return results.allSatisfy { $0.verdict.kind == .passed } ? "all passed" : "none failed"
  }

  private static func rank(_ result: CaseResult) -> Int {
    if result.verdict.kind == .passed { return 2 }
    return result.isAccepted ? 1 : 0
  }

  /// A button for each verdict that occurs.
  private static func buttons(_ results: [CaseResult]) -> String {
    VerdictKind.allCases.compactMap { kind in
      let count = results.count { $0.verdict.kind == kind }
      guard count > 0 else { return nil }
      let name = kind.rawValue
      return "<button data-kind=\"\(name)\" aria-pressed=\"true\">\(name) \(count)</button>"
    }.joined(separator: " ")
  }

  private static func article(_ result: CaseResult) -> String {
    let kind = result.verdict.kind.rawValue
    let isOpen = rank(result) == 0 ? " open" : ""
    let tags = result.tags.map { "<span class=\"tag\">\(Markup.escaped($0))</span>" }.joined()
    var body = ""
    if result.verdict.kind != .passed {
      body += "<p class=\"reason\">\(Markup.escaped(result.verdict.reason))</p>"
    }
    body += steps(result)
    body += block("verdict, backtrace", result.verdict.details, isOpen: true)
    for (index, attempt) in result.attempts.enumerated() {
      body +=
        "<p>attempt \(index + 1): \(Markup.escaped("\(attempt.kind.rawValue): \(attempt.reason)"))"
      body += "</p>"
    }
    if let exhibits = result.exhibits {
      body += block("console", exhibits.console, isOpen: false)
      body += block("packets", exhibits.packets, isOpen: false)
      body += picture(exhibits.profile)
    }
    body += artefacts(result)
    return """
      <details class="test \(kind)" data-kind="\(kind)"\(isOpen)><summary>
      <span class="kind">\(kind)</span> <b>\(Markup.escaped(result.name))</b>
      <span class="time">\(DurationText.short(result.duration))</span>\(tags)</summary>
      \(body)</details>

      """
  }

  private static func steps(_ result: CaseResult) -> String {
    guard !result.steps.isEmpty else { return "" }
    let rows = result.steps.map { step in
      let (mark, note): (String, String) =
        switch step.ending {
        case .passed(let detail): ("✓", detail)
        case .failed(let reason): ("✗", reason)
        case .cutShort(let reason): ("·", reason)
        }
      return
        "<tr><td>\(mark)</td><td class=\"time\">\(DurationText.short(step.duration))"
        + "</td><td>\(Markup.escaped(step.title))</td><td>\(Markup.escaped(note))</td></tr>"
    }
    return "<table class=\"steps\">\(rows.joined())</table>"
  }

  private static func block(_ title: String, _ lines: [String], isOpen: Bool) -> String {
    guard !lines.isEmpty else { return "" }
    return "<details\(isOpen ? " open" : "")><summary>\(title)</summary>"
      + "<pre>\(Markup.escaped(lines.joined(separator: "\n")))</pre></details>"
  }

  /// A picture as an image, in which nothing of it can act on the page.
  private static func picture(_ svg: String) -> String {
    guard !svg.isEmpty else { return "" }
    return "<details><summary>profile</summary><img alt=\"profile\" "
      + "src=\"data:image/svg+xml;base64,\(Base64.text(Array(svg.utf8)))\"></details>"
  }

  private static func artefacts(_ result: CaseResult) -> String {
    let rows = result.artefacts.map { "\($0.title): \($0.path)" }
    return block("files", rows + ["again: \(result.repeatCommand)"], isOpen: false)
  }
}
