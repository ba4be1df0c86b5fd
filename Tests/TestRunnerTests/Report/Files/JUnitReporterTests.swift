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

  @Test func `attempts are told as Surefire does`() {
    var result = CaseResult(
      name: "a", verdict: Verdict(.flaky, "late"), duration: .zero, repeatCommand: "again")
    result.attempts = [Verdict(.hang, "stuck", details: ["rip"]), Verdict(.passed, "2 steps")]
    #expect(JUnitReporter.document([result]).contains("<failure type=\"flaky\""))
    result.isTolerated = true
    let document = JUnitReporter.document([result])
    #expect(document.contains("<testsuites tests=\"1\" failures=\"0\" skipped=\"0\">"))
    #expect(
      document.contains("<flakyFailure type=\"hang\" message=\"stuck\">rip</flakyFailure>"))
    (result.isTolerated, result.verdict) = (nil, Verdict(.guestPanic, "trap"))
    result.attempts[1] = result.verdict
    let failed = JUnitReporter.document([result])
    #expect(failed.contains("<failure type=\"guest-panic\" message=\"trap\">again</failure>"))
    #expect(failed.contains("<rerunFailure type=\"hang\""))
    #expect(XMLParser(data: Data(failed.utf8)).parse())
  }

  @Test func `what is known to fail is skipped, not failed`() {
    let result = CaseResult(
      name: "a", verdict: Verdict(.quarantined, "known"), duration: .zero, repeatCommand: "")
    let document = JUnitReporter.document([result])
    #expect(document.contains("<testsuites tests=\"1\" failures=\"0\" skipped=\"1\">"))
    #expect(document.contains("<skipped message=\"known\"/>"))
    #expect(!document.contains("<failure"))
  }
}
