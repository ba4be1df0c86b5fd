internal import Profiler
internal import TestSupport
internal import Testing

@Suite struct CallgrindExporterTests {
  @Test func `writes functions, lines and calls`() throws {
    let text = SampleProfiles.text(CallgrindExporter.export(SampleProfiles.service))
    #expect(text == (try Fixtures().expected("exports/service.callgrind", for: text)))
  }
}
