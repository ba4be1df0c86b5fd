internal import TestSupport
internal import Testing

@testable internal import Profiler

@Suite struct FoldedExporterTests {
  @Test func `writes each stack once`() throws {
    let text = SampleProfiles.text(FoldedExporter.export(SampleProfiles.service))
    #expect(text == (try Fixtures().expected("exports/service.folded", for: text)))
    let weights = SampleProfiles.text(
      FoldedExporter.export(SampleProfiles.service, measure: .weight, annotates: false))
    #expect(weights == (try Fixtures().expected("exports/weights.folded", for: weights)))
  }

  @Test func `cleans names`() {
    #expect(FoldedExporter.cleaned("a;b") == "a:b")
    #expect(FoldedExporter.cleaned("a\tb\n") == "a b ")
    #expect(FoldedExporter.cleaned("take 12") == "take_12")
    #expect(FoldedExporter.cleaned("take12") == "take12")
    #expect(FoldedExporter.cleaned("") == "[unknown]")
    #expect(FoldedExporter.cleaned("12") == "12")
  }
}
