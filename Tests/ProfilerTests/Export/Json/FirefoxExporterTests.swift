internal import Foundation
internal import Profiler
internal import TestSupport
internal import Testing

@Suite struct FirefoxExporterTests {
  @Test func `writes tables that refer to each other`() throws {
    let text = SampleProfiles.text(FirefoxExporter.export(SampleProfiles.service))
    #expect(text == (try Fixtures().expected("exports/service.firefox.json", for: text)))
    _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
  }

  @Test func `writes a profile of nothing`() throws {
    let bytes = FirefoxExporter.export(Profile(header: SampleProfiles.header))
    _ = try JSONSerialization.jsonObject(with: Data(bytes))
  }
}
