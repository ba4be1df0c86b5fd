internal import Profiler
internal import Testing

@Suite struct SourceCountsTests {
  @Test func `counts lines once where a function calls itself`() throws {
    let counts = SourceCounts(SampleProfiles.service)
    let lines = try #require(counts.files["/src/DNS.swift"])
    let answer = try #require(lines.values.first)
    #expect(answer.own == 220)
    #expect(answer.total == 770)
    #expect(counts.weight == 1800)
    #expect(counts.filesByWeight.first == "/src/Kernel.swift")
  }

  @Test func `takes only functions that are asked for`() throws {
    let counts = SourceCounts(SampleProfiles.service, functions: try NamePattern("sum"))
    #expect(counts.files.keys.sorted() == ["/src/Wire.swift"])
  }
}
