internal import Testing

@testable internal import TestRunner

@Suite struct CoverageSummaryTests {
  private func file(_ name: String, _ count: Int, _ covered: Int) -> String {
    "{\"filename\":\"\(name)\",\"summary\":{\"lines\":{\"count\":\(count),\"covered\":\(covered)}}}"
  }

  @Test func `sums up by module and service`() throws {
    let files = [
      file("/p/Sources/Net/Stack/TCP/A.swift", 10, 5), file("/p/Sources/Net/Stack/B.swift", 30, 5),
      file("/p/Sources/Telemetry/Records/C.swift", 4, 4),
      file("/p/IntegrationTests/dns/Service.swift", 6, 6), file("/else/where/D.swift", 0, 0),
    ]
    let text = "{\"data\":[{\"files\":[\(files.joined(separator: ","))]}]}"
    let summary = try #require(CoverageSummary(Array(text.utf8), packageRoot: "/p"))
    #expect(
      summary.lines == [
        " 100.0 %  IntegrationTests/dns  (6 of 6 lines)",
        "  25.0 %  Sources/Net/Stack  (10 of 40 lines)",
        " 100.0 %  Sources/Telemetry  (4 of 4 lines)", "   0.0 %  where  (0 of 0 lines)",
        "  40.0 %  in all  (20 of 50 lines)",
      ])
  }

  @Test func `anything else is refused`() {
    #expect(CoverageSummary(Array("{}".utf8), packageRoot: "/p") == nil)
  }
}
