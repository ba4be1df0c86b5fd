/// The end of a report on many tests: what failed comes last, with what helps.
struct SuiteSummary {
  private let results: [CaseResult]
  private let caseCount: Int
  private let problems: [String]
  private let style: ConsoleStyle

  /// Makes a summary.
  ///
  /// - Parameters:
  ///   - results: What every test came to.
  ///   - caseCount: How many were planned in one round.
  ///   - problems: What is wrong with the run as a whole.
  ///   - style: How it may look.
  init(
    _ results: [CaseResult], caseCount: Int, problems: [String] = [], style: ConsoleStyle
  ) {
    self.results = results
    self.caseCount = caseCount
    self.problems = problems
    self.style = style
  }

  /// The lines for a run that took some time.
  func lines(after time: Duration) -> [String] {
    var lines = [""]
    let others = results.filter { $0.isAccepted && $0.verdict.kind != .passed }
    for result in others {
      lines.append("\(style.paint("~", .dim)) \(result.name)  \(result.verdict.reason)")
    }
    for result in failures { lines += describe(result) }
    lines += problems.map { "\(style.paint("✗", .bad)) \(ConsoleText.visible($0))" }
    return lines + [counts(time)]
  }

  private var failures: [CaseResult] {
    results.filter { !$0.isAccepted }
  }

  private func describe(_ result: CaseResult) -> [String] {
    let kind = style.paint(result.verdict.kind.rawValue, .bad)
    var lines = [
      "\(style.paint("✗", .bad)) \(style.paint(result.name, .strong))  \(kind)",
      "    \(ConsoleText.visible(result.verdict.reason))",
    ]
    for step in result.steps where step.ending.failure != nil {
      let place =
        step.line > 0 ? "\(PackageRoot.visible(result.path(of: step))):\(step.line): " : ""
      lines.append("    \(style.paint("\(place)\(step.title)", .dim))")
    }
    for artefact in result.artefacts {
      let path = PackageRoot.visible(artefact.path)
      lines.append("    \(style.paint(artefact.title, .dim))  \(path)")
    }
    lines.append("    \(style.paint("again", .dim))  \(result.repeatCommand)")
    return lines
  }

  private func counts(_ time: Duration) -> String {
    var parts: [String] = []
    let groups: [(String, (VerdictKind) -> Bool)] = [
      ("passed", { $0 == .passed }), ("quarantined", { $0 == .quarantined }),
      ("left out", { $0 == .leftOut }),
      ("flaky", { $0 == .flaky }),
      ("failed", { !$0.isAccepted && $0 != .flaky }),
    ]
    for (word, isOfGroup) in groups {
      let count = results.count { isOfGroup($0.verdict.kind) }
      if count > 0 || word == "passed" || word == "failed" { parts.append("\(count) \(word)") }
    }
    let missing = caseCount - results.count
    if missing > 0 { parts.append("\(missing) not run") }
    let isGood = failures.isEmpty && missing <= 0 && problems.isEmpty
    let role: ConsoleStyle.Role = isGood ? .good : .bad
    return "\(style.paint(parts.joined(separator: ", "), role)) in \(DurationText.short(time))"
  }
}
