/// What `doctor` found out about one thing that the harness needs.
public struct Finding: Equatable, Sendable {
  /// How much the finding matters.
  public enum State: Sendable {
    case good
    /// Something works less well, or some test cannot run.
    case limited
    /// Nothing works.
    case bad
  }

  public var state: State
  public var subject: String
  /// What was found, as a fragment.
  public var detail: String
  /// The command or change that helps; nil if nothing needs to be done.
  public var fix: String?

  public init(_ state: State, _ subject: String, _ detail: String, fix: String? = nil) {
    self.state = state
    self.subject = subject
    self.detail = detail
    self.fix = fix
  }

  /// The lines of a report.
  ///
  /// - Parameters:
  ///   - findings: In the order of the report.
  ///   - style: How it may look.
  /// - Returns: One line for each finding, with the fix below it, and a conclusion.
  public static func report(_ findings: [Finding], style: ConsoleStyle) -> [String] {
    let width = findings.map(\.subject.count).max() ?? 0
    var lines: [String] = []
    for finding in findings {
      let gap = String(repeating: " ", count: width - finding.subject.count)
      lines.append("\(finding.mark(style)) \(finding.subject)\(gap)  \(finding.detail)")
      if let fix = finding.fix { lines.append("    \(style.paint("fix:", .strong)) \(fix)") }
    }
    return lines + [conclusion(findings, style: style)]
  }

  private static func conclusion(_ findings: [Finding], style: ConsoleStyle) -> String {
    if findings.contains(where: { $0.state == .bad }) {
      return style.paint("tests cannot run on this machine as it is", .bad)
    }
    let limits = findings.count { $0.state == .limited }
    if limits == 0 { return style.paint("everything is there", .good) }
    return style.paint("tests run, with \(limits) limitation\(limits == 1 ? "" : "s")", .good)
  }

  private func mark(_ style: ConsoleStyle) -> String {
    switch state {
    case .good: style.paint("✓", .good)
    case .limited: style.paint("–", .strong)
    case .bad: style.paint("✗", .bad)
    }
  }
}
