internal import TestRunner
internal import Testing

@Suite struct VerdictTests {
  @Test func `what is left out is so whatever was expected`() {
    let verdict = Verdict(.leftOut, "x")
    #expect(verdict.judged(against: ExpectedVerdict(kind: .guestPanic)) == verdict)
  }

  private let panic = {
    var verdict = Verdict(.guestPanic, "trap: index out of range", details: ["at Service.start"])
    verdict.functions = ["specialised Array.subscript.getter", "Service.start()"]
    verdict.places = ["/swift/Array.swift:400", "/tests/trap/Service.swift:12"]
    return verdict
  }()

  @Test func `a pass needs a pass`() {
    let passed = Verdict(.passed, "2 steps")
    #expect(passed.judged(against: .passed) == passed)
    #expect(panic.judged(against: .passed) == panic)
  }

  @Test func `a fault that is expected passes`() {
    let expected = ExpectedVerdict(kind: .guestPanic, message: "index", function: "Service.start")
    let judged = panic.judged(against: expected)
    #expect(judged.kind == .passed)
    #expect(judged.reason == "guest-panic, as expected: trap: index out of range")
  }

  @Test func `a fault other than the expected one fails`() {
    let judged = panic.judged(against: ExpectedVerdict(kind: .hang))
    #expect(judged.kind == .failedExpectation)
    #expect(judged.reason == "expected hang, got guest-panic: trap: index out of range")
    #expect(judged.details == panic.details)
  }

  @Test func `a pass fails where a fault is expected`() {
    let judged = Verdict(.passed, "2 steps").judged(against: ExpectedVerdict(kind: .hang))
    #expect(judged.kind == .failedExpectation)
  }

  @Test func `the expected fault must have the expected reason and function`() {
    let message = ExpectedVerdict(kind: .guestPanic, message: "overflow")
    #expect(panic.judged(against: message).kind == .failedExpectation)
    let function = ExpectedVerdict(kind: .guestPanic, function: "main")
    #expect(panic.judged(against: function).kind == .failedExpectation)
  }

  @Test(arguments: [
    ("Service.swift:12", true), ("trap/Service.swift:12", true),
    ("/tests/trap/Service.swift:12", true),
    ("Service.swift:1", false), ("Service.swift:2", false), ("rvice.swift:12", false),
  ]) func `the expected fault must be where it is expected`(place: String, isThere: Bool) {
    let expected = ExpectedVerdict(kind: .guestPanic, place: place)
    #expect((panic.judged(against: expected).kind == .passed) == isThere)
  }

  @Test(arguments: [VerdictKind.interrupted, .internalError])
  func `what says nothing about the guest is never expected`(kind: VerdictKind) {
    let verdict = Verdict(kind, "reason")
    #expect(verdict.judged(against: ExpectedVerdict(kind: kind)).kind == kind)
    #expect(verdict.judged(against: ExpectedVerdict(kind: .hang)).kind == kind)
  }

  @Test func `looks for text in the log where a test expects it`() {
    var verdict = Verdict(.hang, "not ready")
    verdict.log = ["[   0.000001] info dns: serving"]
    let expected = ExpectedVerdict(kind: .hang, log: "dns: serving")
    #expect(verdict.judged(against: expected).kind == .passed)
    verdict.log = []
    #expect(verdict.judged(against: expected).kind == .failedExpectation)
  }
}
