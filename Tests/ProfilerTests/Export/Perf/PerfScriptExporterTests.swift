internal import Profiler
internal import TestSupport
internal import Testing

@Suite struct PerfScriptExporterTests {
  @Test func `writes stacks from the leaf on`() throws {
    let text = SampleProfiles.text(PerfScriptExporter.export(SampleProfiles.service))
    #expect(text == (try Fixtures().expected("exports/service.perf.txt", for: text)))
  }
}
