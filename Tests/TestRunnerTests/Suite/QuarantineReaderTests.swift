internal import Testing

@testable internal import TestRunner

@Suite struct QuarantineReaderTests {
  private func read(_ text: String) throws -> Quarantine {
    try QuarantineReader.read(text, path: "e.yaml", today: "2026-11-21")
  }

  @Test func `reads entries`() throws {
    let text = """
      - test: net/flood
        verdict: hang
        reason: the card sleeps
        until: 2026-12-31
      - {test: 'tcp/*', reason: slow, link: 'https://x', until: 2027-01-01}
      """
    let quarantine = try read(text)
    #expect(quarantine.entries.map(\.test) == ["net/flood", "tcp/*"])
    #expect(quarantine.entries[0].verdict == .hang)
    #expect(quarantine.entries[0].line == 1)
    #expect(quarantine.entries[1].verdict == nil)
    #expect(quarantine.entries[1].link == "https://x")
    #expect(quarantine.today == "2026-11-21")
  }

  @Test func `a file without entries is one`() throws {
    #expect(try read("# nothing is known to fail\n").entries.isEmpty)
    #expect(try read("[]").entries.isEmpty)
  }

  @Test(arguments: [
    ("- {test: a, reason: b}", "“until” is missing"),
    ("- {test: a, until: 2026-01-01}", "“reason” is missing"),
    ("- {test: a, reason: b, until: soon}", "expected a day such as 2026-12-31, found “soon”"),
    ("- {test: a, reason: b, until: 2026-13-01}", "2026-13-01"),
    ("- {test: a, reason: b, until: 2026-01-01, verdcit: hang}", "did you mean “verdict”?"),
    ("a: b", "expected a list of entries, found a mapping"), ("- [", "not YAML"),
  ])
  func `says what is wrong`(text: String, message: String) {
    let error = #expect(throws: InvalidManifest.self) { try read(text) }
    #expect(error?.description.contains(message) == true)
  }

  @Test func `today is a day`() {
    #expect(QuarantineReader.today.count == 10)
    #expect(QuarantineReader.today > "2026-01-01")
  }
}
