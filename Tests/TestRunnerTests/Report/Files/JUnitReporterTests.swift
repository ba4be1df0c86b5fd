internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import TestRunner

#if canImport(FoundationXML)
internal import FoundationXML
#endif

@Suite struct JUnitReporterTests {
  private let text = SampleRun.report { JUnitReporter(write: $0) }

  @Test func `writes the stored document`() throws {
    #expect(try text == Fixtures().expected("reports/junit.xml", for: text))
  }

  @Test func `a parser accepts the document`() {
    #expect(XMLParser(data: Data(text.utf8)).parse())
  }

  @Test func `what is known to fail is skipped, not failed`() {
    let result = CaseResult(
      name: "a", verdict: Verdict(.quarantined, "known"), duration: .zero, repeatCommand: "")
    let document = JUnitReporter.document([result])
    #expect(document.contains("<testsuites tests=\"1\" failures=\"0\">"))
    #expect(document.contains("<skipped message=\"known\"/>"))
    #expect(!document.contains("<failure"))
  }
}
