internal import Machine
internal import Testing

@testable internal import TestRunner

@Suite struct CaseAttemptsTests {
  /// Runs a test that comes to some verdicts, one after the other.
  private func run(
    _ kinds: [VerdictKind], retries: Int, quarantine: Quarantine = Quarantine(),
    repetition: Int = 1, acceptsFlaky: Bool = false
  ) -> (result: CaseResult, events: [RunEvent]) {
    var settings = SuiteSettings()
    settings.retryCount = retries
    settings.quarantine = quarantine
    settings.acceptsFlaky = acceptsFlaky
    let service = ServiceFolder(path: "/p/IntegrationTests/x", packageRoot: "/p")
    var test = TestCase(service: service, manifest: .success(Manifest()), machine: .pc)
    test.repetition = repetition
    var events: [RunEvent] = []
    var rest = kinds
    var numbers: [Int] = []
    let attempts = CaseAttempts(
      test: test, settings: settings,
      run: { number, post in
        numbers.append(number)
        let verdict = Verdict(rest.removeFirst(), "reason \(kinds.count - rest.count)")
        let result = CaseResult(
          name: "x", verdict: verdict, duration: .seconds(1), repeatCommand: "")
        post(.caseEnded(result))
        post(.note("after the end"))
        return result
      }, post: { events.append($0) })
    let result = attempts.execute()
    #expect(rest.isEmpty)
    #expect(numbers == Array(1...kinds.count))
    return (result, events)
  }

  @Test func `a failure is final where nothing is tried again`() {
    let (result, events) = run([.hang], retries: 0)
    #expect(result.verdict.kind == .hang)
    #expect(result.attempts.isEmpty)
    #expect(events == [.caseEnded(result), .note("after the end")])
  }

  @Test func `a pass after failures is flaky, and says what was before`() {
    let (result, events) = run([.hang, .guestPanic, .passed], retries: 5)
    #expect(result.verdict.kind == .flaky)
    #expect(result.verdict.reason == "passed at attempt 3 of 6, after hang: reason 1")
    #expect(result.attempts.map(\.kind) == [.hang, .guestPanic, .passed])
    #expect(events.count == 6)
    guard case .attemptEnded(let first, number: 1, of: 6) = events[0] else {
      Issue.record("the first attempt was not told")
      return
    }
    #expect(first.verdict.kind == .hang)
  }

  @Test func `the last failure is the verdict`() {
    let (result, _) = run([.hang, .guestPanic], retries: 1)
    #expect(result.verdict.kind == .guestPanic)
    #expect(result.attempts.map(\.kind) == [.hang, .guestPanic])
  }

  @Test(arguments: [
    VerdictKind.interrupted, .badManifest, .missingTool, .buildFailure, .leftOut, .passed,
  ])
  func `what would come to the same is not tried again`(kind: VerdictKind) {
    #expect(run([kind], retries: 3).result.verdict.kind == kind)
  }

  @Test func `what is flaky may be accepted, and stays flaky`() {
    #expect(run([.hang, .passed], retries: 1).result.exitCode == VerdictKind.flaky.exitCode)
    let accepted = run([.hang, .passed], retries: 1, acceptsFlaky: true).result
    #expect(accepted.verdict.kind == .flaky && accepted.exitCode == 0 && accepted.isAccepted)
    #expect(run([.hang], retries: 0, acceptsFlaky: true).result.exitCode != 0)
  }

  @Test func `what failed at first otherwise than is known is no known failure`() {
    let entry = Quarantine.Entry(
      test: "x", verdict: .hang, reason: "known", link: nil, until: "9999-12-31", line: 1)
    let known = Quarantine([entry], path: "e", today: "2026-11-21")
    #expect(
      run([.hang, .passed], retries: 1, quarantine: known).result.verdict.kind == .quarantined)
    #expect(
      run([.guestPanic, .passed], retries: 1, quarantine: known).result.verdict.kind == .flaky)
    #expect(
      run([.guestPanic, .hang], retries: 1, quarantine: known).result.verdict.kind == .hang)
  }

  @Test func `what is known to fail is judged at the end of all attempts`() {
    let entry = Quarantine.Entry(
      test: "x", verdict: nil, reason: "known", link: nil, until: "9999-12-31", line: 1)
    let known = Quarantine([entry], path: "e", today: "2026-11-21")
    #expect(run([.hang, .hang], retries: 1, quarantine: known).result.verdict.kind == .quarantined)
    #expect(
      run([.hang, .passed], retries: 1, quarantine: known).result.verdict.kind == .quarantined)
    #expect(run([.passed], retries: 1, quarantine: known).result.verdict.kind == .unexpectedPass)
    let again = run([.hang], retries: 0, quarantine: known, repetition: 2).result
    #expect(again.verdict.kind == .quarantined)
  }
}
