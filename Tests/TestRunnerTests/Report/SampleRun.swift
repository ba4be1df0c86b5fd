@testable internal import TestRunner

/// The events of a run of tests, of which the second panics and the third is expected to.
enum SampleRun {
  static var results: [CaseResult] {
    var passed = CaseResult(
      name: "dns", verdict: Verdict(.passed, "2 steps"), duration: .milliseconds(180),
      repeatCommand: "swift run testrunner IntegrationTests/dns")
    passed.steps = [
      CaseResult.StepResult(
        title: "ping 3", duration: .milliseconds(12), ending: .passed(detail: "0.2 ms"))
    ]
    let panic = Verdict(
      .guestPanic, "trap: index “9” out of <range>",
      details: ["#0 Service.start() at Service.swift:12", "      12 │ list[9] & more"])
    var failed = CaseResult(
      name: "runner/panic", verdict: panic, duration: .milliseconds(95),
      repeatCommand: "swift run testrunner IntegrationTests/runner/panic")
    failed.steps = [
      CaseResult.StepResult(
        title: "udp port 7, 2 bytes", duration: .milliseconds(3),
        ending: .failed(reason: "no answer\nat \"all\""))
    ]
    failed.runFolder = ".swiftlet/runs/2"
    failed.artefacts = [
      CaseResult.Artefact(title: "console", path: ".swiftlet/runs/2/console.log"),
      CaseResult.Artefact(title: "packets", path: ".swiftlet/runs/2/net.pcap"),
    ]
    return [passed, failed, expected]
  }

  /// A test that expects the guest to panic.
  private static var expected: CaseResult {
    var result = CaseResult(
      name: "runner/stack-overflow",
      verdict: Verdict(.passed, "guest-panic, as expected: stack overflow"),
      duration: .milliseconds(70),
      repeatCommand: "swift run testrunner IntegrationTests/runner/stack-overflow")
    result.steps = [
      CaseResult.StepResult(
        title: "idle for 5.00 s", duration: .milliseconds(9),
        ending: .cutShort(reason: "stack <overflow>"))
    ]
    return result
  }

  static var events: [TimedEvent] {
    let first: [RunEvent] = [
      .planned(caseCount: 4),
      .caseStarted(name: "dns", summary: "answers questions"),
      .buildStarted(reason: "Sources/Net/DNS/Zone.swift changed"),
      .buildProgress("[3/9] Compiling DNS Zone.swift"),
      .waiting(activity: "building", duration: .seconds(10)),
      .buildEnded(wasNeeded: true),
      .machineStarted(machine: "microvm", accelerator: "tcg", runFolder: ".swiftlet/runs/1"),
      .console("hello \u{1b}[2Jworld"),
      .ready(after: .milliseconds(43)),
      .stepStarted(index: 0, title: "ping 3"),
      .stepEnded(
        index: 0, title: "ping 3", duration: .milliseconds(12),
        ending: .passed(detail: "0.2 ms")),
      .caseEnded(results[0]),
    ]
    let second: [RunEvent] = [
      .caseStarted(name: "runner/panic", summary: ""),
      .buildEnded(wasNeeded: false),
      .machineStarted(machine: "pc", accelerator: "tcg", runFolder: ".swiftlet/runs/2"),
      .ready(after: .milliseconds(51)),
      .stepStarted(index: 0, title: "udp port 7, 2 bytes"),
      .stepEnded(
        index: 0, title: "udp port 7, 2 bytes", duration: .milliseconds(3),
        ending: .failed(reason: "no answer\nat \"all\"")),
      .timing(name: "symbolise", duration: .milliseconds(21)),
      .caseEnded(results[1]),
      .note("left as it is"),
    ]
    let third: [RunEvent] = [
      .caseStarted(name: "runner/stack-overflow", summary: ""),
      .stepEnded(
        index: 0, title: "idle for 5.00 s", duration: .milliseconds(9),
        ending: .cutShort(reason: "stack <overflow>")),
      .caseEnded(results[2]),
      .ended(results),
    ]
    return (first + second + third).enumerated().map {
      TimedEvent($1, at: .milliseconds(10 * $0))
    }
  }

  /// Everything that a reporter writes of these events.
  static func report(_ make: (@escaping (String) -> Void) -> any Reporter) -> String {
    final class Text { var text = "" }
    let text = Text()
    let reporter = make { text.text += $0 }
    for event in events { reporter.receive(event) }
    return text.text
  }
}
