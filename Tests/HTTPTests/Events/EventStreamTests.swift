internal import Testing

@testable internal import HTTP

@Suite struct EventStreamTests {
  @Test func `sends events as they happen`() async {
    let router = Router()
    router.get("/events") { _ in
      .events { events throws(HTTPError) in
        try await events.send("first")
        try await events.send(
          Array("a\nb\r\nc\rd\n".utf8), name: Array("x\ny".utf8), identifier: [55], retry: 500)
        try await events.keepAlive()
      }
    }
    let text = await serve(router, ScriptedStream("GET /events HTTP/1.0\r\n\r\n"))
    #expect(text.contains("Content-Type: text/event-stream\r\nCache-Control: no-store\r\n"))
    #expect(
      text.hasSuffix(
        "\r\n\r\ndata: first\n\nevent: xy\nid: 7\nretry: 500\ndata: a\ndata: b\ndata: c\ndata: d\n"
          + "data: \n\n:\n\n"))
  }
}
