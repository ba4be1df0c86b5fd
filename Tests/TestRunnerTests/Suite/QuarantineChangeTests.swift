internal import Testing

@testable internal import TestRunner

@Suite struct QuarantineChangeTests {
  private let entry = "- {test: net/*, reason: x, until: 2999-01-01}\n"

  @Test func `an entry that comes, goes or differs concerns those whom it means`() {
    let other = entry.replacing("reason: x", with: "reason: y")
    for (old, new) in [(entry, nil), (nil, entry), (entry, other)] as [(String?, String?)] {
      let change = QuarantineChange(from: old, to: new)
      #expect(change.concerns("net/dns on pc") && !change.concerns("dns") && !change.isEmpty)
    }
  }

  @Test func `who is meant by an earlier entry is not concerned by a later one`() {
    let change = QuarantineChange(
      from: entry, to: entry + "- {test: net/dns, reason: y, until: 2999-01-01}\n")
    #expect(!change.concerns("net/dns") && !change.isEmpty)
  }

  @Test func `a place in the file is no difference`() {
    let change = QuarantineChange(from: entry, to: "# Why.\n\n" + entry)
    #expect(!change.concerns("net/dns") && change.isEmpty)
    #expect(QuarantineChange(from: nil, to: "").isEmpty)
  }

  @Test func `a list that makes no sense may concern all`() {
    for change in [
      QuarantineChange(from: entry, to: "- {"), QuarantineChange(from: "- {test: x}", to: entry),
    ] {
      #expect(change.concerns("dns") && !change.isEmpty)
    }
  }
}
