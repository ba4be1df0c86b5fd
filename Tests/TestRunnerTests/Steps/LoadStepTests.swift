internal import Testing

@testable internal import TestRunner

@Suite struct LoadStepTests {
  private func output(_ rate: Double, errors: Int = 0) throws -> LoadOutput {
    try #require(
      LoadOutput(parsing: "Requests/sec: \(rate)\nNon-2xx or 3xx responses: \(errors)\n"))
  }

  @Test func `no answer at all is never enough`() throws {
    let step = LoadStep(.http(path: "/", port: 80))
    #expect(step.mismatches(try output(0), rates: [:]) == ["0.00 a second, expected at least 0.00"])
    #expect(step.mismatches(try output(5), rates: [:]).isEmpty)
  }

  @Test func `rates, errors and ratios have their limits`() throws {
    var step = LoadStep(.http(path: "/", port: 80))
    step.leastRate = 100
    step.errorCount = 1
    step.ratio = LoadStep.Ratio(name: "good", least: 0.5)
    let rates = ["good": 1000.0]
    #expect(step.mismatches(try output(500, errors: 1), rates: rates).isEmpty)
    #expect(step.mismatches(try output(99, errors: 2), rates: rates).count == 3)
    #expect(
      step.mismatches(try output(500), rates: [:]) == ["no load before this one is called “good”"])
  }

  @Test func `each target has its client`() {
    let http = LoadStep(.http(path: "/a", port: 81))
    #expect(http.program == "wrk")
    #expect(http.arguments(address: "1.2.3.4", queryPath: "").last == "http://1.2.3.4:81/a")
    let dns = LoadStep(.dns(name: "a", type: "MX"))
    #expect(
      dns.arguments(address: "1.2.3.4", queryPath: "q").prefix(5) == [
        "dnsperf", "-s", "1.2.3.4", "-d", "q",
      ])
  }
}
