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

  @Test func `says what version 55 asks of marker schemas and categories`() throws {
    let bytes = FirefoxExporter.export(SampleProfiles.spans)
    let profile = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    let meta = try #require(profile?["meta"] as? [String: Any])
    let schemas = try #require(meta["markerSchema"] as? [[String: Any]])
    #expect(schemas.compactMap { $0["name"] as? String } == ["Span", "Wait"])
    for schema in schemas {
      // Called “data” up to version 54.
      let fields = try #require(schema["fields"] as? [[String: String]])
      #expect(schema["data"] == nil)
      #expect(fields.allSatisfy { $0["key"] != nil && $0["format"] != nil })
    }
    let categories = try #require(meta["categories"] as? [[String: Any]])
    #expect(categories.contains { $0["color"] as? String == "grey" })
  }
}
