internal import Profiler
internal import TestSupport
internal import Testing

@Suite struct AnnotateReportTests {
  @Test func `shows lines with what they weigh`() throws {
    let report = AnnotateReport(
      SampleProfiles.service, functions: try NamePattern("^(DNS|Wire)")
    ) { path in path.contains("DNS") ? (1...30).map { "line \($0)" } : nil }
    let text = report.lines(fileCount: 5, context: 2).joined(separator: "\n") + "\n"
    #expect(text == (try Fixtures().expected("reports/annotate.txt", for: text)))
  }

  @Test func `says that there is nothing`() throws {
    let report = AnnotateReport(SampleProfiles.service, functions: try NamePattern("nix")) { _ in
      nil
    }
    #expect(report.lines(fileCount: 5, context: 2) == ["no sample is in a line of such a function"])
  }
}
