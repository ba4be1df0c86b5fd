internal import Testing

@testable internal import TestRunner

@Suite struct LoadOutputTests {
  @Test func `reads what wrk prints`() throws {
    let text = """
      Running 2s test @ http://10.0.0.42:80/
        1 threads and 8 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency     0.98ms  120.31us   5.11ms   91.50%
          Req/Sec     8.19k   402.19     8.80k    80.00%
        16300 requests in 2.00s, 3.93MB read
        Socket errors: connect 1, read 2, write 0, timeout 4
        Non-2xx or 3xx responses: 5
      Requests/sec:   8148.33
      Transfer/sec:      1.96MB
      """
    let output = try #require(LoadOutput(parsing: text))
    #expect(output.rate == 8148.33)
    #expect(output.errorCount == 12)
  }

  @Test func `reads what dnsperf prints`() throws {
    let text = """
      Statistics:

        Queries sent:         6800
        Queries completed:    6797 (99.96%)
        Queries lost:         3 (0.04%)

        Response codes:       NOERROR 6790 (99.90%), SERVFAIL 5 (0.07%), REFUSED 2 (0.03%)
        Run time (s):         1.000581
        Queries per second:   6793.053236

      """
    let output = try #require(LoadOutput(parsing: text))
    #expect(output.rate == 6793.053236)
    #expect(output.errorCount == 10)
  }

  @Test func `what is beyond all bounds is counted`() throws {
    let most = "9223372036854775807"
    let text = "Queries lost: \(most)9 (1%)\nQueries lost: \(most) (1%)\nRequests/sec: 4\n"
    #expect(try #require(LoadOutput(parsing: text)).errorCount == 2_000_000_000)
  }

  @Test(arguments: [
    "", "Requests/sec:\n", "Requests/sec: nan\n", "Requests/sec: -4\n", "unable to connect\n",
    "Requests/sec: 4",
  ])
  func `no rate is no result`(text: String) {
    #expect(LoadOutput(parsing: text) == nil)
  }
}
