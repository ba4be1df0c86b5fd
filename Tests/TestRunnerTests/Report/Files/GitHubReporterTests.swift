internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct GitHubReporterTests {
  private func report() -> (commands: String, page: String) {
    var (commands, page) = ("", "")
    let reporter = GitHubReporter(annotate: { commands += $0 }, summarise: { page += $0 })
    for event in SampleRun.events { reporter.receive(event) }
    return (commands, page)
  }

  @Test func `writes the stored commands and page`() throws {
    let (commands, page) = report()
    let text = commands + "\n" + page
    #expect(try text == Fixtures().expected("reports/github.txt", for: text))
  }

  @Test func `a failure is marked at the line of its step`() throws {
    var result = SampleRun.results[1]
    result.manifestPath = "IntegrationTests/a,b/test.yaml"
    result.steps[0].line = 7
    let line = try #require(GitHubReporter.annotation(result))
    #expect(line.hasPrefix("::error file=IntegrationTests/a%2Cb/test.yaml,line=7,title="))
    #expect(line.filter { $0 == "\n" }.count == 1)
  }

  @Test func `what passes is not marked, what is known is only noted`() {
    var result = SampleRun.results[0]
    #expect(GitHubReporter.annotation(result) == nil)
    result.verdict.kind = .quarantined
    #expect(GitHubReporter.annotation(result)?.hasPrefix("::notice ") == true)
    result.verdict.kind = .flaky
    #expect(GitHubReporter.annotation(result)?.hasPrefix("::error ") == true)
    result.isTolerated = true
    #expect(GitHubReporter.annotation(result)?.hasPrefix("::warning ") == true)
  }

  @Test func `texts mean nothing to the server`() {
    #expect(GitHubReporter.data("100%\n::error::x") == "100%25%0A::error::x")
    #expect(GitHubReporter.property("a:b,c%") == "a%3Ab%2Cc%25")
  }
}
