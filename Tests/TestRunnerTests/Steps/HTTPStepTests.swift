internal import Testing

@testable internal import TestRunner

@Suite struct HTTPStepTests {
  private func response(_ text: String, status: Int = 200) throws -> HTTPOutput {
    let head = "HTTP/1.1 \(status) X\r\nLocation: /items/1\r\n\r\n"
    let report =
      "{\"http_code\":\(status),\"size_header\":\(head.utf8.count),"
      + "\"time_starttransfer\":0.01,\"time_total\":0.02}"
    return try #require(
      HTTPOutput(output: Array((head + text).utf8), error: Array(report.utf8)))
  }

  @Test func `accepts what is expected`() throws {
    var step = HTTPStep(path: "/")
    step.expectedBody = "hello"
    step.bodyPattern = "l+"
    step.expectedFields = ["location": "^/items/\\d$"]
    step.within = .milliseconds(20)
    #expect(step.mismatches(try response("hello"), sent: [], by: matches).isEmpty)
  }

  @Test func `says everything that is not as expected`() throws {
    var step = HTTPStep(path: "/")
    step.status = 201
    step.expectedBody = "hello"
    step.bodyPattern = "x"
    step.expectedFields = ["location": "^x", "etag": "."]
    step.within = .milliseconds(19)
    step.isEcho = true
    #expect(
      step.mismatches(try response("hallo"), sent: Array("hallX".utf8), by: matches) == [
        "status 200, expected 201", "there is no field etag",
        "location is “/items/1”, which does not match /^x/",
        "the body is “hallo”, expected “hello”", "the body does not match /x/: “hallo”",
        "the body has 5 of 5 bytes, the first 4 as sent",
        "it took 20.0 ms, at most 19.0 ms are allowed",
      ])
  }

  @Test func `an answer to HEAD is not waited for as one to GET`() {
    var step = HTTPStep(path: "/a")
    step.method = "HEAD"
    let words = step.arguments(address: "1.2.3.4", bodyPath: "", limit: .seconds(1))
    #expect(words.contains("--head") && !words.contains("-X"))
    #expect(words.last == "http://1.2.3.4:80/a")
  }

  @Test func `the user's settings and proxies are not asked`() throws {
    let step = HTTPStep(path: "/")
    let words = step.arguments(address: "1.2.3.4", bodyPath: "", limit: .seconds(1))
    // Anywhere else it is of no effect.
    #expect(words.prefix(2) == ["curl", "-q"])
    let place = try #require(words.firstIndex(of: "--noproxy"))
    #expect(words[place + 1] == "*")
  }

  @Test func `text that begins with a sign for files is sent as it is`() {
    var step = HTTPStep(path: "/")
    step.body = .text("@/etc/passwd")
    let words = step.arguments(address: "1.2.3.4", bodyPath: "", limit: .seconds(1))
    #expect(words.contains("--data-raw"))
  }

  @Test func `bytes look random and are always the same`() {
    let bytes = HTTPStep.bytes(10_000)
    #expect(bytes == HTTPStep.bytes(10_000))
    #expect(Set(bytes).count == 256)
    #expect(HTTPStep.bytes(3) == Array(bytes.prefix(3)))
  }
}
