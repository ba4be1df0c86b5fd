internal import Testing

@testable internal import TestRunner

@Suite struct QuarantineTests {
  private func quarantine(
    verdict: VerdictKind? = nil, until: String = "2026-12-31", today: String = "2026-11-21"
  ) -> Quarantine {
    let entry = Quarantine.Entry(
      test: "net/*", verdict: verdict, reason: "the card sleeps", link: "https://x/1",
      until: until, line: 4)
    return Quarantine([entry], path: "expectations.yaml", today: today)
  }

  private let hang = Verdict(.hang, "not ready")

  @Test func `what is not listed stays as it is`() {
    #expect(quarantine().judge(hang, of: "dns") == hang)
    let passed = Verdict(.passed, "2 steps")
    #expect(quarantine().judge(passed, of: "dns") == passed)
  }

  @Test func `a known failure is no fault`() {
    let judged = quarantine(verdict: .hang).judge(hang, of: "net/flood")
    #expect(judged.kind == .quarantined)
    #expect(judged.kind.exitCode == 0)
    #expect(judged.reason == "hang, known until 2026-12-31: the card sleeps")
    #expect(judged.details == ["not ready", "https://x/1"])
    #expect(quarantine().judge(Verdict(.flaky, "x"), of: "net/flood").kind == .quarantined)
  }

  @Test func `another failure than the known one is a fault`() {
    let judged = quarantine(verdict: .guestPanic).judge(hang, of: "net/flood")
    #expect(judged.kind == .hang)
    #expect(judged.reason == "not ready; expectations.yaml:4 expects guest-panic")
  }

  @Test func `every attempt must fail as is known`() {
    let known = quarantine(verdict: .hang)
    #expect(known.judge(hang, after: [.hang, .hang], of: "net/flood").kind == .quarantined)
    let judged = known.judge(hang, after: [.guestPanic, .hang], of: "net/flood")
    #expect(judged.kind == .hang)
    #expect(
      judged.reason
        == "not ready; an attempt came to guest-panic, and expectations.yaml:4 expects hang")
    let any = quarantine().judge(hang, after: [.guestPanic, .hang], of: "net/flood")
    #expect(any.kind == .quarantined)
  }

  @Test(arguments: [nil, .hang, .flaky] as [VerdictKind?])
  func `an error of the runner is excused of no attempt`(known: VerdictKind?) {
    let found = known == .flaky ? Verdict(.flaky, "passed at attempt 2 of 2") : hang
    let judged = quarantine(verdict: known)
      .judge(found, after: [.internalError, found.kind], of: "net/flood")
    #expect(judged.kind == found.kind)
    #expect(judged.reason == "\(found.reason); an attempt came to internal-error")
  }

  @Test func `what is known to be flaky may fail in any way, if it passes then`() {
    let known = quarantine(verdict: .flaky)
    let flaky = Verdict(.flaky, "passed at attempt 2 of 2, after hang: not ready")
    #expect(known.judge(flaky, after: [.hang, .flaky], of: "net/flood").kind == .quarantined)
    let judged = known.judge(hang, after: [.hang, .hang], of: "net/flood")
    #expect(judged.kind == .hang)
    #expect(judged.reason == "not ready; expectations.yaml:4 expects flaky")
    #expect(known.judge(hang, of: "net/flood").kind == .hang)
  }

  @Test func `what is known to be flaky passes most times`() {
    let passed = Verdict(.passed, "2 steps")
    #expect(quarantine(verdict: .flaky).judge(passed, of: "net/flood") == passed)
    let late = quarantine(verdict: .flaky, today: "2027-01-01")
    #expect(late.judge(passed, of: "net/flood") == passed)
  }

  @Test func `an unexpected pass is a fault`() {
    let judged = quarantine().judge(Verdict(.passed, "2 steps"), of: "net/flood")
    #expect(judged.kind == .unexpectedPass)
    #expect(judged.kind.exitCode != 0)
  }

  @Test func `an entry counts to the end of its last day`() {
    let last = quarantine(today: "2026-12-31")
    #expect(last.judge(hang, of: "net/flood").kind == .quarantined)
    let late = quarantine(today: "2027-01-01").judge(hang, of: "net/flood")
    #expect(late.kind == .hang)
    #expect(late.reason.hasSuffix("its quarantine (expectations.yaml:4) ended on 2026-12-31"))
  }

  @Test(arguments: [
    VerdictKind.interrupted, .internalError, .badManifest, .missingTool, .buildFailure, .leftOut,
  ])
  func `what says nothing of the guest is never excused`(kind: VerdictKind) {
    #expect(quarantine().judge(Verdict(kind, "x"), of: "net/flood").kind == kind)
  }

  @Test func `knows the entries that mean no test`() {
    #expect(quarantine().unused(among: ["dns", "echo"]).count == 1)
    #expect(quarantine().unused(among: ["dns", "net/flood"]).isEmpty)
  }
}
