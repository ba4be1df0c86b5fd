internal import Foundation
internal import Profiler
internal import TestSupport
internal import Testing

@Suite struct JSONExporterTests {
  @Test func `writes everything`() throws {
    let text = SampleProfiles.text(JSONExporter.export(SampleProfiles.service))
    #expect(text == (try Fixtures().expected("exports/service.json", for: text)))
    _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
  }

  @Test func `writes a profile of nothing`() throws {
    let bytes = JSONExporter.export(Profile(header: SampleProfiles.header))
    _ = try JSONSerialization.jsonObject(with: Data(bytes))
  }
}
