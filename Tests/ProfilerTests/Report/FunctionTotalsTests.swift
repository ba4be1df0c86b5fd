internal import Profiler
internal import Testing

@Suite struct FunctionTotalsTests {
  @Test func `counts a function once where it calls itself`() throws {
    let totals = FunctionTotals(SampleProfiles.service)
    let answer = try #require(totals.rows.first { $0.name == "DNS.answer" })
    #expect(answer.total == 820 - 50 + 50 - 50)
    #expect(answer.own == 220)
    #expect(answer.ownCount == 2)
    #expect(totals.weight == 1800)
    #expect(totals.sampleCount == 7)
  }

  @Test func `puts the heaviest first`() {
    let totals = FunctionTotals(SampleProfiles.service)
    #expect(totals.rows.first?.name == "Kernel.idle")
    #expect(totals.rows.map(\.own) == totals.rows.map(\.own).sorted(by: >))
  }

  @Test func `knows what is always inlined`() {
    let totals = FunctionTotals(SampleProfiles.service)
    #expect(totals.rows.filter(\.isInlined).map(\.name) == ["Wire.sum"])
  }
}
