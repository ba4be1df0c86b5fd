internal import Testing

@testable internal import HTTP

@Suite struct HTTPServerTests {
  private let request = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)

  @Test func `writes the date that it is told`() async {
    let router = Router()
    router.get("/") { _ in .text("x") }
    let server = HTTPServer(router) { 784_111_777 }
    let stream = ScriptedStream([.bytes(request)])
    await server.serve(stream)
    #expect(stream.text.contains("\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"))
  }

  @Test func `turns away what is too much`() async {
    let router = Router()
    var limits = ServerLimits()
    limits.connections = 1
    let server = HTTPServer(router, limits: limits)
    let second = ScriptedStream([.bytes(request)])
    router.get("/") { _ in
      await server.serve(second)
      return .text("x")
    }
    let first = ScriptedStream([.bytes(request)])
    await server.serve(first)
    #expect(first.text.hasPrefix("HTTP/1.1 200 OK"))
    #expect(second.text.hasPrefix("HTTP/1.1 503 Service Unavailable"))
    #expect(second.text.contains("Retry-After: 1\r\n") && second.isFinished)
    #expect(server.connectionCount == 0)
  }

  @Test func `ends after the present response when it is closed`() async {
    let router = Router()
    let server = HTTPServer(router)
    router.get("/") { _ in
      server.close()
      return .text("x")
    }
    let stream = ScriptedStream([.bytes(request + request)])
    await server.serve(stream)
    #expect(stream.text.components("HTTP/1.1 ") == ["200"])
    #expect(stream.text.contains("Connection: close\r\n"))
    await server.drained()
    let late = ScriptedStream([.bytes(request)])
    await server.serve(late)
    #expect(late.text.hasPrefix("HTTP/1.1 503"))
  }
}
