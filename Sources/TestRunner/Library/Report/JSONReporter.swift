/// Writes each event as one line of JSON, with its time in milliseconds since the start.
public final class JSONReporter: Reporter {
  private let write: (String) -> Void

  /// Makes a reporter.
  ///
  /// - Parameter write: Takes lines with their ends.
  public init(write: @escaping (String) -> Void) {
    self.write = write
  }

  public func receive(_ timed: TimedEvent) {
    if case .tick = timed.event { return }
    var line = JSONText()
    line.add("time", timed.time)
    if let test = timed.test { line.add("test", test) }
    Self.describe(timed.event, in: &line)
    write(line.closed + "\n")
  }

  private static func describe(_ event: RunEvent, in line: inout JSONText) {
    switch event {
    case .planned(let count):
      line.add("event", "planned")
      line.add("cases", count)
    case .caseStarted(let name, let summary):
      line.add("event", "caseStarted")
      line.add("name", name)
      line.add("description", summary)
    case .buildStarted(let reason):
      line.add("event", "buildStarted")
      line.add("reason", reason)
    case .buildProgress(let text):
      line.add("event", "buildProgress")
      line.add("text", text)
    case .buildEnded(let wasNeeded):
      line.add("event", "buildEnded")
      line.add("wasNeeded", wasNeeded)
    case .machineStarted(let machine, let accelerator, let folder):
      line.add("event", "machineStarted")
      line.add("machine", machine)
      line.add("accelerator", accelerator)
      line.add("runFolder", folder)
    case .console(let text):
      line.add("event", "console")
      line.add("text", text)
    default: describeProgress(event, in: &line)
    }
  }

  private static func describeProgress(_ event: RunEvent, in line: inout JSONText) {
    switch event {
    case .ready(let duration):
      line.add("event", "ready")
      line.add("after", duration)
    case .stepStarted(let index, let title):
      line.add("event", "stepStarted")
      line.add("index", index)
      line.add("title", title)
    case .stepEnded(let index, let title, let duration, let ending):
      line.add("event", "stepEnded")
      line.add("index", index)
      line.add("title", title)
      line.add("duration", duration)
      describe(ending, in: &line)
    case .waiting(let activity, let duration):
      line.add("event", "waiting")
      line.add("activity", activity)
      line.add("duration", duration)
    case .timing(let name, let duration):
      line.add("event", "timing")
      line.add("name", name)
      line.add("duration", duration)
    case .caseEnded(let result): describe(result, in: &line)
    case .note(let text):
      line.add("event", "note")
      line.add("text", text)
    case .ended(let results):
      line.add("event", "ended")
      line.add("passed", results.count { $0.verdict.kind == .passed })
      line.add("failed", results.count { !$0.isAccepted })
      let others = results.count { $0.isAccepted && $0.verdict.kind != .passed }
      if others > 0 { line.add("accepted", others) }
    case .incomplete(let problems):
      line.add("event", "incomplete")
      line.add("problems", problems)
    default: describeSuite(event, in: &line)
    }
  }

  private static func describeSuite(_ event: RunEvent, in line: inout JSONText) {
    switch event {
    case .slow(let name, let duration, let usual):
      line.add("event", "slow")
      line.add("name", name)
      line.add("duration", duration)
      if let usual { line.add("usual", usual) }
    case .attemptEnded(let result, let number, let count):
      describe(result, as: "attemptEnded", in: &line)
      line.add("attempt", number)
      line.add("attempts", count)
    default: break
    }
  }

  private static func describe(_ ending: StepEnding, in line: inout JSONText) {
    switch ending {
    case .passed(let detail):
      line.add("passed", true)
      if !detail.isEmpty { line.add("detail", detail) }
    case .failed(let reason):
      line.add("passed", false)
      line.add("failure", reason)
    case .cutShort(let reason):
      line.add("passed", false)
      line.add("cutShort", reason)
    }
  }

  private static func describe(
    _ result: CaseResult, as event: String = "caseEnded", in line: inout JSONText
  ) {
    line.add("event", event)
    line.add("name", result.name)
    line.add("verdict", result.verdict.kind.rawValue)
    line.add("reason", result.verdict.reason)
    line.add("details", result.verdict.details)
    line.add("duration", result.duration)
    if result.isTolerated == true { line.add("tolerated", true) }
    if let folder = result.runFolder { line.add("runFolder", folder) }
    line.add("again", result.repeatCommand)
  }
}
