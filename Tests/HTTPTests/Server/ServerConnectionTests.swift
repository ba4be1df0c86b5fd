internal import Net
internal import TestSupport
internal import Testing

@testable internal import HTTP

@Suite struct ServerConnectionTests {
  private let router: Router = {
    let router = Router()
    router.get("/") { _ in .text("hello") }
    router.get("/items/:id") { (_, id: Int) in .text(Array("item \(id)".utf8)) }
    router.post("/echo") { request throws(HTTPError) in
      .text(try await request.content.collect())
    }
    router.post("/ignore") { _ in .noContent }
    router.get("/chunks") { _ in
      .stream(type: "text/plain") { stream throws(HTTPError) in
        try await stream.write("one")
        try await stream.write("")
        try await stream.write("three")
      }
    }
    router.get("/short") { _ in
      .stream(type: "text/plain", byteCount: 10) { stream throws(HTTPError) in
        try await stream.write("short")
      }
    }
    return router
  }()

  private func answer(_ texts: String..., limits: ServerLimits = ServerLimits()) async -> String {
    await serve(router, ScriptedStream(texts.map { .bytes(Array($0.utf8)) }), limits: limits)
  }

  @Test func `answers requests one after the other`() async {
    let stream = ScriptedStream(
      "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /items/7 HTTP/1.1\r\nHost: a\r\n\r\n")
    let text = await serve(router, stream)
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
    #expect(text == "\(head)5\r\n\r\nhello\(head)6\r\n\r\nitem 7")
    #expect(stream.isFinished && !stream.isAborted)
  }

  @Test func `a tunnel is refused after any requests`() async {
    // Its target has no path, and what an earlier request left must not be taken for one.
    let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    let text = await answer(get + get + get + get, "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n")
    let statuses = text.components("HTTP/1.1 ")
    #expect(statuses.count == 5 && statuses.dropLast().allSatisfy { $0 == "200" })
    #expect(statuses.last != "200")
  }

  @Test func `answers whatever way the requests are cut`() async {
    var random = SeededGenerator(seed: 1)
    let bytes = Array(
      """
      GET / HTTP/1.1\r\nHost: a\r\n\r\n\
      POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello\
      POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
      3\r\nabc\r\n2\r\nde\r\n0\r\nA: b\r\n\r\n\
      POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxyz\
      HEAD /items/9 HTTP/1.1\r\nHost: a\r\n\r\n\
      GET /chunks HTTP/1.1\r\nHost: a\r\n\r\n\
      GET /none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n
      """.utf8)
    let whole = await serve(router, ScriptedStream([.bytes(bytes)]))
    #expect(whole.components("HTTP/1.1 ") == ["200", "200", "200", "204", "200", "200", "404"])
    #expect(whole.contains("\r\n\r\nhelloHTTP") && whole.contains("\r\n\r\nabcdeHTTP"))
    #expect(whole.contains("3\r\none\r\n5\r\nthree\r\n0\r\n\r\nHTTP/1.1 404"))
    #expect(whole.hasSuffix("Connection: close\r\n\r\n"))
    for round in 0..<300 {
      var steps = bytes.cut(&random).map { ScriptedStream.Step.bytes($0) }
      if round % 2 == 0 { steps = steps.flatMap { [$0, .pause(seconds: 0.5)] } }
      let stream = ScriptedStream(steps)
      stream.hasRoomAtOnce = round % 3 > 0
      #expect(await serve(router, stream) == whole)
    }
  }

  @Test(arguments: Vectors.heads) func `refuses a head and closes`(vector: Vectors.Head) async {
    let text = await answer(vector.text + "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(text.components("HTTP/1.1 ") == ["\(vector.status)"])
    #expect(text.contains("Connection: close\r\n"))
  }

  @Test func `takes whatever comes without a trap`() async {
    var random = SeededGenerator(seed: 2)
    let request = Array((Vectors.request + "hello").utf8)
    for _ in 0..<2000 {
      var bytes = request + request
      for _ in 0...random.below(5) { bytes.mutate(&random) }
      let stream = ScriptedStream(bytes.cut(&random).map { .bytes($0) })
      _ = await serve(router, stream)
      #expect(stream.isFinished || stream.isAborted)
    }
  }

  @Test func `closes after a content that breaks the rules`() async {
    let text = await answer(
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxx\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(text.components("HTTP/1.1 ") == ["400"] && text.contains("Connection: close"))
    var limits = ServerLimits()
    limits.message.content = 4
    let tooLong = await answer(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", limits: limits)
    #expect(tooLong.components("HTTP/1.1 ") == ["413"])
    let tooManyChunks = await answer(
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
      "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n", limits: limits)
    #expect(tooManyChunks.components("HTTP/1.1 ") == ["413"])
    #expect(await answer("GET / HTT").components("HTTP/1.1 ") == ["400"])
    #expect(await answer("") == "")
  }

  @Test func `keeps a connection of version 1.0 only if asked`() async {
    let once = "GET / HTTP/1.0\r\n\r\n"
    let kept = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
    #expect(await answer(once, once).components("HTTP/1.1 ") == ["200"])
    let text = await answer(kept, once)
    #expect(text.components("HTTP/1.1 ") == ["200", "200"])
    #expect(text.contains("Connection: keep-alive\r\n"))
    // Without chunks, only the end of the connection ends the content.
    let chunks = await answer("GET /chunks HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", once)
    #expect(chunks.hasSuffix("Connection: close\r\n\r\nonethree"))
    #expect(!chunks.contains("chunked"))
  }

  @Test func `says 100 Continue when a handler wants the content, and only then`() async {
    let head = "Host: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
    let wanted = ScriptedStream("POST /echo HTTP/1.1\r\n\(head)")
    wanted.onWrite = {
      if $0.text.hasSuffix("Continue\r\n\r\n") { $0.add(.bytes([65, 66, 67, 68, 69])) }
    }
    let text = await serve(router, wanted)
    #expect(text.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"))
    #expect(text.hasSuffix("ABCDE"))
    let unwanted = await answer("POST /ignore HTTP/1.1\r\n\(head)")
    #expect(unwanted.hasPrefix("HTTP/1.1 204") && unwanted.contains("Connection: close"))
    // What is there already needs no go-ahead.
    let early = await answer("POST /echo HTTP/1.1\r\n\(head)hello")
    #expect(early.hasPrefix("HTTP/1.1 200 OK"))
  }

  @Test func `breaks a response off that is not what was stated`() async {
    let stream = ScriptedStream("GET /short HTTP/1.1\r\nHost: a\r\n\r\n")
    let text = await serve(router, stream)
    #expect(text.hasSuffix("Content-Length: 10\r\n\r\nshort"))
    #expect(stream.isAborted)
  }

  @Test func `gives a slow head no more time than the limit`() async {
    let slow = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8).flatMap {
      [ScriptedStream.Step.bytes([$0]), .pause(seconds: 1)]
    }
    let stream = ScriptedStream(slow)
    let text = await serve(router, stream)
    #expect(text.components("HTTP/1.1 ") == ["408"] && text.contains("Connection: close"))
    #expect(stream.now.nanoseconds <= 14_000_000_000)
  }

  @Test func `closes an idle connection without a word`() async {
    let stream = ScriptedStream([
      .bytes(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)), .pause(seconds: 59),
      .bytes(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)), .silence,
    ])
    let text = await serve(router, stream)
    #expect(text.components("HTTP/1.1 ") == ["200", "200"] && stream.isFinished)
    #expect(stream.now.nanoseconds == 120_000_000_000)
    let silent = ScriptedStream([.silence])
    #expect(await serve(router, silent) == "")
    #expect(silent.now.nanoseconds == 11_000_000_000)
  }

  @Test func `demands a content at a minimum rate`() async {
    let head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"
    func steps(_ byteCount: Int) -> [ScriptedStream.Step] {
      [.bytes(Array(head.utf8))]
        + (0..<100000 / byteCount).flatMap { _ in
          [
            ScriptedStream.Step.pause(seconds: 1),
            .bytes([UInt8](repeating: 65, count: byteCount)),
          ]
        }
    }
    #expect(await serve(router, ScriptedStream(steps(1000))).components("HTTP/1.1 ") == ["200"])
    #expect(await serve(router, ScriptedStream(steps(100))).components("HTTP/1.1 ") == ["408"])
  }

  @Test func `gives up a client that takes nothing`() async {
    let stream = ScriptedStream("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\n")
    stream.room = 20
    #expect(await serve(router, stream) == "HTTP/1.1 200 OK\r\nCon")
    #expect(stream.isAborted && stream.now.nanoseconds >= 21_000_000_000)
  }

  @Test func `drains a content that nobody wants, up to a limit`() async {
    let head = "POST /ignore HTTP/1.1\r\nHost: a\r\n"
    let next = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    let some = String(repeating: "x", count: 60_000)
    let short = await answer("\(head)Content-Length: 60000\r\n\r\n\(some)\(next)")
    #expect(short.components("HTTP/1.1 ") == ["204", "200"])
    let long = await answer("\(head)Content-Length: 120000\r\n\r\n\(some)\(some)\(next)")
    #expect(long.components("HTTP/1.1 ") == ["204"] && long.contains("Connection: close"))
    let endless = await answer(
      "\(head)Transfer-Encoding: chunked\r\n\r\n", String(repeating: "1\r\nx\r\n", count: 80_000))
    #expect(endless.components("HTTP/1.1 ") == ["204"])
  }
}

extension String {
  /// The word after each occurrence of a text.
  func components(_ separator: String) -> [String] {
    var rest = self[...]
    var words: [String] = []
    while let range = rest.firstRange(of: separator) {
      rest = rest[range.upperBound...]
      words.append(String(rest.prefix { $0 != " " && $0 != "\r\n" }))
    }
    return words
  }
}
