internal import Foundation
internal import Testing

@testable internal import TestRunner

/// Every report says of a run what its exit code does.
@Suite struct ReportAgreementTests {
  /// A run of one test that comes to a verdict.
  struct Run: CustomTestStringConvertible, Sendable {
    var kind: VerdictKind
    var isTolerated = false
    /// Whether some step failed.
    var hasFailedStep = false
    /// What is wrong with the run as a whole.
    var problems: [String] = []

    var testDescription: String {
      "\(kind.rawValue)\(isTolerated ? ", tolerated" : "")\(hasFailedStep ? ", a step" : "")"
        + "\(problems.isEmpty ? "" : ", not whole")"
    }

    /// Whether the run is a success.
    var isGood: Bool { problems.isEmpty && (isTolerated || kind.exitCode == 0) }

    var events: [TimedEvent] {
      var result = CaseResult(
        name: "x", verdict: Verdict(kind, "reason"), duration: .seconds(1), repeatCommand: "again")
      if isTolerated { result.isTolerated = true }
      if kind == .flaky { result.attempts = [Verdict(.hang, "stuck"), Verdict(.passed, "ok")] }
      if hasFailedStep {
        result.steps = [
          CaseResult.StepResult(title: "s", duration: .zero, ending: .failed(reason: "no"))
        ]
      }
      var events: [RunEvent] = [.planned(caseCount: 1), .caseStarted(name: "x", summary: "")]
      events.append(.caseEnded(result))
      if !problems.isEmpty { events.append(.incomplete(problems)) }
      events.append(.ended([result]))
      return events.map { TimedEvent($0, at: .seconds(1), of: 0) }
    }

    /// All that a reporter writes of it.
    func report(_ make: (@escaping (String) -> Void) -> any Reporter) -> String {
      final class Box { var text = "" }
      let box = Box()
      let reporter = make { box.text += $0 }
      for event in events { reporter.receive(event) }
      return box.text
    }

    static let all: [Run] =
      VerdictKind.allCases.map { Run(kind: $0) }
      + VerdictKind.allCases.filter { $0 != .leftOut }.map { Run(kind: $0, hasFailedStep: true) }
      + [Run(kind: .flaky, isTolerated: true)]
      + VerdictKind.allCases.map { Run(kind: $0, problems: ["3 tests were not run", "<x> & # y"]) }
  }

  @Test(arguments: Run.all) func `JUnit`(run: Run) {
    let text = run.report { JUnitReporter(write: $0) }
    let head = text.split(separator: "\n").first { $0.hasPrefix("<testsuites") } ?? ""
    #expect(head.contains(" failures=\"0\"") == run.isGood)
    #expect(text.contains("<failure") != run.isGood)
  }

  @Test(arguments: Run.all) func `TAP`(run: Run) {
    let lines = run.report { TAPReporter(write: $0) }.split(separator: "\n")
    let bad = lines.filter { $0.hasPrefix("not ok") && !$0.contains(" # TODO ") }
    #expect(bad.isEmpty == run.isGood)
    let count = lines.count { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") }
    #expect(lines.contains("1..\(count)"))
  }

  @Test(arguments: Run.all) func `the event stream`(run: Run) throws {
    let text = run.report { EventStreamReporter(packageRoot: "/p", start: 0, write: $0) }
    var (symbol, failureCount): (String?, Int) = (nil, 0)
    for line in text.split(separator: "\n") {
      let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let payload = try #require(record?["payload"] as? [String: Any])
      let issue = payload["issue"] as? [String: Any]
      if issue?["isFailure"] as? Bool == true { failureCount += 1 }
      guard payload["kind"] as? String == "runEnded" else { continue }
      symbol = (payload["messages"] as? [[String: Any]])?.first?["symbol"] as? String
    }
    #expect(symbol == (run.isGood ? "pass" : "fail"))
    #expect((failureCount == 0) == run.isGood)
  }

  @Test(arguments: Run.all) func `lines of JSON`(run: Run) throws {
    let text = run.report { JSONReporter(write: $0) }
    let events = try text.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    let isWhole = !events.contains { $0["event"] as? String == "incomplete" }
    #expect((isWhole && events.last?["failed"] as? Int == 0) == run.isGood)
  }

  @Test(arguments: Run.all) func `GitHub`(run: Run) {
    var (commands, page) = ("", "")
    let reporter = GitHubReporter(annotate: { commands += $0 }, summarise: { page += $0 })
    for event in run.events { reporter.receive(event) }
    #expect(page.hasPrefix("### ✅") == run.isGood)
    #expect(commands.contains("::error ") != run.isGood)
  }

  @Test(arguments: Run.all) func `the page`(run: Run) {
    let text = run.report { HTMLReporter(write: $0) }
    #expect(
      (text.contains("<h1>1 tests, all passed<") || text.contains(", none failed<"))
        == run.isGood)
    #expect(run.problems.isEmpty || text.contains("&lt;x&gt; &amp; # y"))
  }

  @Test(arguments: Run.all) func `the summary`(run: Run) {
    let style = ConsoleStyle(isColored: false, isInteractive: false)
    let text = run.report { SuiteReporter(style: style, isVerbose: false, write: $0) }
    let summary = text.split(separator: "\n\n").last ?? ""
    #expect(summary.split(separator: "\n").contains { $0.hasPrefix("✗") } != run.isGood)
  }
}
