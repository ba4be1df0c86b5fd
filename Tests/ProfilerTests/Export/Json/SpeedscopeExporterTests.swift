internal import Profiler
internal import TestSupport
internal import Testing

@Suite struct SpeedscopeExporterTests {
  @Test func `writes samples in the order of time`() throws {
    let text = SampleProfiles.text(SpeedscopeExporter.export(SampleProfiles.service))
    #expect(text == (try Fixtures().expected("exports/service.speedscope.json", for: text)))
  }
}
