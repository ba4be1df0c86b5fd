internal import Testing

@testable internal import HTTP

@Suite struct RouterTests {
  private func answer(_ router: Router, _ line: String) async throws -> String {
    let request = try request(line)
    do throws(HTTPError) {
      let response = try await router.answer(request)
      let allow = response.fields.text.components("Allow: ").first
      return allow == nil
        ? response.contentText
        : "\(response.status.rawValue) "
          + String(response.fields.text.dropFirst(7).dropLast())
    } catch {
      return "\(error.status.rawValue)"
    }
  }

  private let router: Router = {
    let router = Router()
    router.get("/") { _ in .text("root") }
    router.get("/items") { _ in .text("list") }
    router.post("/items") { _ in .text("add") }
    router.get("/items/new") { _ in .text("new") }
    router.get("/items/:id") { (_, id: Int) in .text(Array("item \(id)".utf8)) }
    router.get("/items/:id/tags/") { (_, id: Int) in .text(Array("tags \(id)".utf8)) }
    router.on(.put, "/items/:id/tags/:tag") { (_, id: Int, tag: [UInt8]) in
      .text(Array("\(id) ".utf8) + tag)
    }
    router.get("/names/:name") { (_, name: String) in .text(Array("name \(name)".utf8)) }
    router.get("/files/*path") { (_, path: [UInt8]) in .text(Array("file ".utf8) + path) }
    return router
  }()

  @Test(arguments: [
    ("GET /", "root"), ("GET /?x", "root"), ("GET /items", "list"), ("POST /items", "add"),
    ("GET /items/new", "new"), ("GET /items/42", "item 42"), ("GET /items/-7", "item -7"),
    ("GET /items/%34%32", "item 42"), ("GET /%69tems", "list"), ("HEAD /items/1", "item 1"),
    ("GET /items/x", "404"), ("GET /items/1234567890123456789", "404"), ("GET /items/", "404"),
    ("GET /items/1/tags/", "tags 1"), ("GET /items/1/tags", "404"), ("GET /nothing", "404"),
    ("PUT /items/1/tags/a%20b", "1 a b"), ("PUT /items/new/tags/b", "404"),
    ("GET /names/J%C3%BCrgen", "name Jürgen"), ("GET /names/%FF", "404"), ("GET /names/", "404"),
    ("GET /files/", "file "), ("GET /files/a/b.txt", "file a/b.txt"), ("GET /files", "file "),
    ("GET //items", "404"), ("GET http://x/items", "list"), ("GET http://x", "root"),
    ("DELETE /items", "405 GET, HEAD, POST, OPTIONS"), ("POST /", "405 GET, HEAD, OPTIONS"),
    ("OPTIONS /items", "204 GET, HEAD, POST, OPTIONS"),
    ("TRACE /items/1", "405 GET, HEAD, OPTIONS"),
    ("OPTIONS *", "204 GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH"),
  ]) func `finds who answers`(line: String, expected: String) async throws {
    #expect(try await answer(router, line) == expected)
  }

  @Test func `puts middleware around all answers, the first outermost`() async throws {
    let router = Router()
    router.get("/") { _ in .text("x") }
    router.use { (request, next) throws(HTTPError) in
      try await next(request).adding("A", "1")
    }
    router.use { (request, next) throws(HTTPError) in
      if request.fields["secret"] == nil { throw .forbidden }
      return try await next(request).adding("B", "2")
    }
    let response = try await router.answer(try request("GET /", "Secret: x\r\n"))
    #expect(response.headText.contains("B: 2\r\nA: 1\r\n"))
    await #expect(throws: HTTPError.forbidden) {
      _ = try await router.answer(try request("GET /"))
    }
    await #expect(throws: HTTPError.notFound) {
      _ = try await router.answer(try request("GET /x", "Secret: x\r\n"))
    }
  }

  @Test func `makes responses of errors`() async {
    let router = Router()
    router.get("/plain") { _ throws(HTTPError) in throw .conflict }
    router.get("/detail") { _ throws(HTTPError) in throw HTTPError(.gone, "it was sold") }
    let plain = await serve(router, ScriptedStream("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n"))
    #expect(plain == "HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n")
    let detail = await serve(router, ScriptedStream("GET /detail HTTP/1.1\r\nHost: a\r\n\r\n"))
    #expect(detail.hasPrefix("HTTP/1.1 410 Gone") && detail.hasSuffix("\r\n\r\nit was sold"))
    router.onError = { error in .json(Int(error.status.rawValue), status: error.status) }
    let own = await serve(router, ScriptedStream("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n"))
    #expect(own.hasSuffix("application/json\r\nContent-Length: 3\r\n\r\n409"))
  }
}
