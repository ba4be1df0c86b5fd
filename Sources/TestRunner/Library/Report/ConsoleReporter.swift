/// Tells a person what happens, one line for each step, and the essence at the end.
public final class ConsoleReporter: Reporter {
  private let style: ConsoleStyle
  private let isVerbose: Bool
  private let showsTimings: Bool
  private let write: (String) -> Void
  private var caseCount = 1
  /// Whether the last line is one that the next output replaces.
  private var hasTransientLine = false

  /// Makes a reporter.
  ///
  /// - Parameters:
  ///   - style: How the output may look.
  ///   - isVerbose: Whether the guest's console is shown as it comes.
  ///   - showsTimings: Whether the stages inside the runner are shown with their times.
  ///   - write: Takes the text.
  public init(
    style: ConsoleStyle, isVerbose: Bool, showsTimings: Bool = false,
    write: @escaping (String) -> Void
  ) {
    self.style = style
    self.isVerbose = isVerbose
    self.showsTimings = showsTimings
    self.write = write
  }

  public func receive(_ timed: TimedEvent) {
    switch timed.event {
    case .planned(let count): caseCount = count
    case .caseStarted(let name, let summary):
      let rest = summary.isEmpty ? "" : style.paint("  \(summary)", .dim)
      line(style.paint(name, .strong) + rest)
    case .buildStarted(let reason): line("  build", dim: "  \(reason)")
    case .buildProgress(let text): if isVerbose { line("  " + style.paint("│ \(text)", .dim)) }
    case .buildEnded(let wasNeeded): if wasNeeded { step("image built", nil) }
    case .machineStarted(let machine, let accelerator, let folder):
      if isVerbose { line("  \(machine), \(accelerator)", dim: "  \(folder)") }
    case .console(let text): console(text, at: timed.time)
    case .ready(let duration): step("ready", duration)
    case .stepStarted: break
    case .stepEnded(_, let title, let duration, let ending): step(title, duration, ending)
    case .waiting(let activity, let duration): waiting(activity, duration)
    case .timing(let name, let duration):
      if showsTimings { line("  " + style.paint("⏱ \(Self.column(duration))  \(name)", .dim)) }
    case .caseEnded(let result): ended(result)
    case .note(let text): line("    \(text)")
    case .incomplete(let problems):
      for problem in problems { line("\(style.paint("✗", .bad)) \(problem)") }
    case .ended(let results): summary(results, timed.time)
    case .tick: break
    case .slow(let name, let duration, let usual): line(Self.slow(name, duration, usual))
    case .attemptEnded(let result, let number, let count):
      ended(result)
      line("  attempt \(number) of \(count)", dim: "  it is tried again")
    }
  }

  private func step(
    _ title: String, _ duration: Duration?, _ ending: StepEnding = .passed(detail: "")
  ) {
    let time = style.paint(duration.map(Self.column) ?? Self.column(""), .dim)
    switch ending {
    case .passed(let detail):
      let rest = detail.isEmpty ? "" : style.paint("  \(detail)", .dim)
      line("  \(style.paint("✓", .good)) \(time)  \(title)\(rest)")
    case .failed(let reason):
      line("  \(style.paint("✗", .bad)) \(time)  \(title)")
      explain(reason, .bad)
    case .cutShort(let reason):
      line("  \(style.paint("·", .dim)) \(time)  \(title)")
      explain(reason, .dim)
    }
  }

  private func explain(_ reason: String, _ role: ConsoleStyle.Role) {
    for text in reason.split(separator: "\n") {
      line("      \(style.paint(String(text), role))")
    }
  }

  private func console(_ text: String, at time: Duration) {
    guard isVerbose else { return }
    line("  " + style.paint("│ \(Self.column(time))", .dim) + "  \(ConsoleText.visible(text))")
  }

  private func waiting(_ activity: String, _ duration: Duration) {
    guard style.isInteractive else {
      // A log that nobody watches is told rarely.
      if duration.components.seconds.isMultiple(of: 10) {
        line("  … \(activity), \(duration.components.seconds) s")
      }
      return
    }
    let text = style.paint("  … \(activity), \(duration.components.seconds) s", .dim)
    write("\r\u{1b}[K\(text)")
    hasTransientLine = true
  }

  private func ended(_ result: CaseResult) {
    let verdict = result.verdict
    if verdict.kind == .passed {
      let rest = style.paint(" \(verdict.reason) in \(DurationText.short(result.duration))", .dim)
      line("  \(style.paint("passed", .good))\(rest)")
      return
    }
    let role: ConsoleStyle.Role = result.isAccepted ? .dim : .bad
    line("  \(style.paint(verdict.kind.rawValue, role))  \(verdict.reason)")
    for detail in verdict.details { line("    \(detail)") }
    if !verdict.details.isEmpty { line("") }
    let again = result.repeatCommand.isEmpty ? [] : [("again", result.repeatCommand)]
    let rows = result.artefacts.map { ($0.title, PackageRoot.visible($0.path)) } + again
    let width = rows.map(\.0.count).max() ?? 0
    for (title, text) in rows {
      let gap = String(repeating: " ", count: width - title.count)
      line("    \(style.paint(title, .dim))\(gap)  \(text)")
    }
  }

  /// What is said of a test that takes long.
  static func slow(_ name: String, _ duration: Duration, _ usual: Duration?) -> String {
    let rest = usual.map { ", usually \(DurationText.short($0))" } ?? ""
    return "  SLOW \(DurationText.short(duration))\(rest)  \(name)"
  }

  private func summary(_ results: [CaseResult], _ time: Duration) {
    guard results.count > 1 || caseCount > 1 else { return }
    let failed = results.filter { !$0.isAccepted }
    line("")
    for result in failed {
      let kind = style.paint(result.verdict.kind.rawValue, .bad)
      line("  \(style.paint("✗", .bad)) \(result.name)  \(kind)  \(result.verdict.reason)")
      line("      \(style.paint(result.repeatCommand, .dim))")
    }
    let missing = caseCount - results.count
    let skipped = missing > 0 ? ", \(missing) not run" : ""
    let passedCount = results.count { $0.verdict.kind == .passed }
    let counts = "\(passedCount) passed, \(failed.count) failed\(skipped)"
    let role: ConsoleStyle.Role = failed.isEmpty && missing == 0 ? .good : .bad
    line("\(style.paint(counts, role)) in \(DurationText.short(time))")
  }

  private func line(_ text: String, dim: String = "") {
    let erase = hasTransientLine ? "\r\u{1b}[K" : ""
    hasTransientLine = false
    write("\(erase)\(text)\(dim.isEmpty ? "" : style.paint(dim, .dim))\n")
  }

  private static func column(_ duration: Duration) -> String {
    column(DurationText.short(duration))
  }

  private static func column(_ text: String) -> String {
    String(repeating: " ", count: max(0, 7 - text.count)) + text
  }
}
