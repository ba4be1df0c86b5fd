internal import Testing

@testable internal import HTTP

/// What becomes of contents for which there is no memory.
@Suite struct IncomingContentTests {
  private let router: Router = {
    let router = Router()
    router.post("/collect") { request throws(HTTPError) in
      .text(Array("\(try await request.content.collect().count) bytes".utf8))
    }
    router.post("/pass") { request throws(HTTPError) in
      var count = 0
      while let piece = try await request.content.next() { count += piece.count }
      return .text(Array("\(count) bytes".utf8))
    }
    router.post("/json") { request throws(HTTPError) in
      _ = try await request.json()
      return .noContent
    }
    return router
  }()

  private func answer(
    _ path: String, _ fields: String, _ content: String, heldLimit: Int
  ) async -> (text: String, stream: ScriptedStream) {
    let head = "POST \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n"
    let next = "POST /pass HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"
    let stream = ScriptedStream(head, content + next)
    stream.heldLimit = heldLimit
    return (await serve(router, stream), stream)
  }

  private static let text = String(repeating: "a", count: 100_000)
  private static let counted = "Content-Length: 100000"
  private static let chunked = "Transfer-Encoding: chunked"
  private static let chunks =
    (0..<10).map { _ in "2710\r\n" + text.prefix(10_000) + "\r\n" }.joined() + "0\r\n\r\n"

  @Test(arguments: [(counted, text), (chunked, chunks)])
  func `is collected as long as there is memory`(fields: String, content: String) async {
    let whole = await answer("/collect", fields, content, heldLimit: .max)
    #expect(whole.text.contains("100000 bytes") && whole.text.hasSuffix("1 bytes"))
    let (text, stream) = await answer("/collect", fields, content, heldLimit: 50_000)
    #expect(text.hasPrefix("HTTP/1.1 503 ") && stream.isFinished)
    #expect(text.components("HTTP/1.1 ").count == 1, "the connection ends")
  }

  @Test(arguments: [(counted, text), (chunked, chunks)])
  func `passes through where memory is short`(fields: String, content: String) async {
    let (text, _) = await answer("/pass", fields, content, heldLimit: 0)
    #expect(text.contains("100000 bytes") && text.hasSuffix("1 bytes"))
  }

  @Test func `becomes a tree of JSON only if there is memory for it`() async {
    let text = "[" + String(repeating: "0,", count: 1000) + "0]"
    let fields = "Content-Length: \(text.utf8.count)"
    #expect(
      await answer("/json", fields, text, heldLimit: 200_000).text.hasPrefix("HTTP/1.1 204 "))
    #expect(
      await answer("/json", fields, text, heldLimit: 100_000).text.hasPrefix("HTTP/1.1 503 "))
  }

  @Test func `a head grows only if there is memory for it`() async {
    func answer(_ texts: String...) async -> String {
      let stream = ScriptedStream(texts.map { .bytes(Array($0.utf8)) })
      stream.heldLimit = 1000
      return await serve(router, stream)
    }
    let rest = "Content-Length: 1\r\n\r\nx"
    let large = "POST /pass HTTP/1.1\r\nHost: a\r\nX: \(Self.text.prefix(6000))\r\n"
    #expect(await answer(large, rest).hasPrefix("HTTP/1.1 503 "))
    #expect(await answer("POST /pass HTTP/1.1\r\nHost: a\r\n", rest).hasSuffix("1 bytes"))
  }
}
