internal import FuzzSupport
internal import HTTP
internal import Net

/// A server of everything that there is.
private let router: Router = {
  let router = Router()
  router.get("/") { _ in .text("hello") }
  router.get("/items/:id") { (_, id: Int) in .text(Array("item \(id)".utf8)) }
  router.post("/echo") { request throws(HTTPError) in .text(try await request.content.collect()) }
  router.post("/some") { request throws(HTTPError) in
    .text(try await request.content.collect(atMost: 9))
  }
  router.post("/ignore") { _ in .noContent }
  router.get("/chunks") { _ in
    .stream(type: "text/plain") { stream throws(HTTPError) in
      try await stream.write("one")
      try await stream.write("two")
    }
  }
  let file = Content([UInt8](0..<200), type: "text/plain")
  router.get("/file") { request in .content(file, for: request) }
  router.get("/query") { request in .text(request.query("name") ?? []) }
  router.put("/json") { request throws(HTTPError) in
    let bytes = try await request.content.collect()
    guard let value = try? JSONValue(bytes) else { throw .badRequest }
    return .text(Array((value.isNull ? "null" : "something").utf8))
  }
  router.get("/socket") { request in
    .webSocket(request) { socket in
      while let message = try? await socket.receive() { try? await socket.send(message) }
    }
  }
  router.get("/events") { _ in .events { events throws(HTTPError) in try await events.send("x") } }
  return router
}()

private let server: HTTPServer = {
  var limits = ServerLimits()
  limits.message.startLine = 200
  limits.message.fields = 400
  limits.message.fieldCount = 12
  limits.message.content = 1000
  limits.requests = 20
  return HTTPServer(router, limits: limits)
}()

/// What a client sends, in pieces of two sizes: the answers must not depend on that.
@c(fuzz_HTTPServer)
public func fuzzHTTPServer(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let step = Int(input.byte() % 64)
  let bytes = input.rest
  let (whole, pieces) = (answer(bytes, bytes.count), answer(bytes, step))
  // Whether a client that waits for a go-ahead has sent the content by then makes a difference.
  let word = Array("ontinue".utf8)
  let mayWait =
    bytes.count > word.count
    && (0...bytes.count - word.count).contains { bytes[$0...].starts(with: word) }
  require(mayWait || whole == pieces, "the answer depends on how the request is cut")
  return 0
}

private func answer(_ bytes: [UInt8], _ step: Int) -> [UInt8] {
  let stream = FuzzStream(bytes, pieceByteCount: step)
  stream.hasRoomAtOnce = step % 2 == 0
  FuzzTask.run { await server.serve(stream) }
  require(stream.isFinished || stream.isAborted, "a connection is left open")
  require(server.connectionCount == 0, "a connection is still counted")
  let output = stream.output
  require(output.isEmpty || output.starts(with: Array("HTTP/1.1 ".utf8)), "no response")
  return output
}
