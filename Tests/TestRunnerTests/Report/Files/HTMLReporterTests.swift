internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct HTMLReporterTests {
  private var results: [CaseResult] {
    var results = SampleRun.results
    var exhibits = Exhibits()
    exhibits.console = ["<script>alert(1)</script>"]
    exhibits.packets = ["1 0.000000 < arp asks"]
    exhibits.profile = "<svg xmlns='http://www.w3.org/2000/svg'/>"
    results[1].exhibits = exhibits
    results[1].tags = ["net"]
    return results
  }

  @Test func `writes the stored page`() throws {
    let page = HTMLReporter.page(results, after: .seconds(3))
    #expect(try page == Fixtures().expected("reports/page.html", for: page))
  }

  @Test func `what failed comes first and is open`() throws {
    let page = HTMLReporter.page(results, after: .seconds(3))
    let failed = try #require(page.firstRange(of: "runner/panic"))
    let passed = try #require(page.firstRange(of: "<b>dns</b>"))
    #expect(failed.lowerBound < passed.lowerBound)
    #expect(page.contains("data-kind=\"guest-panic\" open>"))
  }

  @Test func `nothing that a guest prints is markup`() {
    let page = HTMLReporter.page(results, after: .seconds(3))
    #expect(!page.contains("<script>alert"))
    #expect(page.contains("&lt;script&gt;alert(1)"))
  }

  @Test func `the page needs nothing else`() {
    let page = HTMLReporter.page(results, after: .seconds(3))
    #expect(!page.contains("src=\"http") && !page.contains("href="))
  }
}
