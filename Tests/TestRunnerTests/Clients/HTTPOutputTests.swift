internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct HTTPOutputTests {
  private func report(_ status: Int, _ headerSize: Int) -> [UInt8] {
    let text = """
      curl: (23) something
      {"http_code":\(status),"size_header":\(headerSize),"time_starttransfer":0.002,"time_total":0.25}
      """
    return Array(text.utf8)
  }

  @Test func `reads status, fields, body and times`() throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Type:  text/plain\r\nX-A:\r\n\r\n"
    let output = try #require(
      HTTPOutput(
        output: Array((head + "body\r\n\r\nend").utf8), error: report(200, head.utf8.count)))
    #expect(output.status == 200)
    #expect(output.fields == ["content-type": "text/plain", "x-a": ""])
    #expect(output.body == Array("body\r\n\r\nend".utf8))
    #expect(output.firstByte == .milliseconds(2))
    #expect(output.total == .milliseconds(250))
  }

  @Test func `what came before the answer is not it`() throws {
    let head = "HTTP/1.1 100 Continue\r\nA: 1\r\n\r\nHTTP/1.1 413 No\r\nB: 2\r\n\r\n"
    let output = try #require(
      HTTPOutput(output: Array(head.utf8), error: report(413, head.utf8.count)))
    #expect(output.fields == ["b": "2"])
    #expect(output.body.isEmpty)
  }

  @Test(
    arguments: [
      ("bo", "body has 4 bytes, and printed 2"), ("body", nil), ("body+", nil),
    ] as [(String, String?)])
  func `a body that was cut is told from a whole one`(body: String, tear: String?) throws {
    let head = "HTTP/1.1 200 OK\r\n\r\n"
    let text = """
      {"http_code":200,"size_header":\(head.utf8.count),"size_download":4,\
      "time_starttransfer":0,"time_total":0}
      """
    let output = try #require(
      HTTPOutput(output: Array((head + body).utf8), error: Array(text.utf8)))
    #expect(output.tear == tear.map { "curl says that the \($0) of them" })
  }

  @Test func `no response is none`() {
    #expect(HTTPOutput(output: [], error: report(0, 0)) == nil)
    #expect(HTTPOutput(output: [], error: Array("curl: (7) refused".utf8)) == nil)
    #expect(HTTPOutput(output: [], error: []) == nil)
    #expect(HTTPOutput(output: [1], error: report(200, 99)) == nil)
  }

  @Test func `whatever is printed, nothing crashes`() {
    var generator = SeededGenerator(seed: 21)
    for _ in 0..<500 {
      var error = report(200, 10)
      for _ in 0..<3 {
        error[generator.below(error.count)] = UInt8(truncatingIfNeeded: generator.next())
      }
      _ = HTTPOutput(output: generator.bytes(upTo: 40), error: error)
    }
  }
}
