internal import Testing

@testable internal import Profiler

@Suite struct PageServerTests {
  @Test func `reads the path of a request`() {
    let path = { (text: String) in PageServer.path(of: Array(text.utf8)) }
    #expect(path("GET /flame.svg?12 HTTP/1.1\r\nHost: a\r\n\r\n") == "/flame.svg")
    #expect(path("GET / HTTP/1.0\r\n\r\n") == "/")
    #expect(path("POST / HTTP/1.1\r\n\r\n") == nil)
    #expect(path("GET http://a/ HTTP/1.1\r\n\r\n") == nil)
    #expect(path("GET /\r\n\r\n") == nil)
    #expect(path("") == nil)
  }

  @Test func `refuses a port that is taken`() throws {
    let first = try PageServer(port: 0)
    #expect(first.port != 0)
    let error = #expect(throws: ProfilerError.self) { try PageServer(port: first.port) }
    #expect(error?.advice.contains("--port") == true)
  }
}
