internal import TestSupport
internal import Testing

@testable internal import HTTP

@Suite struct HTTPClientTests {
  private let host = Array("example.org".utf8)

  @Test func `makes requests one after the other`() async throws {
    let stream = ScriptedStream(
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n",
      "3\r\nabc\r\n0\r\nA: b\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
      "HTTP/1.1 200 OK\r\n\r\nto the end")
    let client = HTTPClient(stream, host: host)
    let first = try await client.send(ClientRequest(.get, "/a?b"))
    #expect(first.status == .ok)
    #expect(try await first.content.collect().text == "hello")
    var post = ClientRequest(.post, "/c")
    post.add("Content-Type", "text/plain")
    post.content = Array("xyz".utf8)
    let second = try await client.send(post)
    #expect(second.status == .created)
    await #expect(throws: ClientError.notReady) { _ = try await client.send(post) }
    #expect(try await second.content.collect().text == "abc")
    #expect(second.content.trailers["a"] == [0x62])
    let third = try await client.send(ClientRequest(.head, "/"))
    #expect(third.content.isAtEnd && third.fields["content-length"] == [0x39])
    let fourth = try await client.send(ClientRequest(.get, "/"))
    #expect(try await fourth.content.collect().text == "to the end")
    #expect(!client.isReady)
    #expect(
      stream.text == "GET /a?b HTTP/1.1\r\nHost: example.org\r\n\r\n"
        + "POST /c HTTP/1.1\r\nHost: example.org\r\nContent-Type: text/plain\r\n"
        + "Content-Length: 3\r\n\r\nxyz"
        + "HEAD / HTTP/1.1\r\nHost: example.org\r\n\r\nGET / HTTP/1.1\r\nHost: example.org\r\n\r\n")
  }

  @Test func `says why there is no response`() async throws {
    func error(_ steps: ScriptedStream.Step...) async -> ClientError? {
      do throws(ClientError) {
        _ = try await HTTPClient(ScriptedStream(steps), host: host).send(ClientRequest(.get, "/"))
        return nil
      } catch {
        return error
      }
    }
    #expect(await error() == .broken)
    #expect(await error(.silence) == .broken)
    #expect(await error(.bytes(Array("HTTP/1.1 2".utf8))) == .malformed(.cut))
    #expect(await error(.bytes(Array("nonsense\r\n".utf8))) == .malformed(.malformedStartLine))
  }

  @Test func `lets no content break off unnoticed`() async throws {
    let stream = ScriptedStream("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell")
    let response = try await HTTPClient(stream, host: host).send(ClientRequest(.get, "/"))
    await #expect(throws: HTTPError.badRequest) { _ = try await response.content.collect() }
  }

  @Test func `refuses requests that would be two`() async {
    let client = HTTPClient(ScriptedStream(), host: host)
    for target in ["", "/a b", "/a\r\nX: y", "/\u{e9}"] {
      await #expect(throws: ClientError.malformedRequest) {
        _ = try await client.send(ClientRequest(.get, Array(target.utf8)))
      }
    }
    var request = ClientRequest(.get, "/")
    request.add("A", Array("b\r\nC: d".utf8))
    let bad = request
    await #expect(throws: ClientError.malformedRequest) { _ = try await client.send(bad) }
  }

  @Test func `tells of redirections`() async throws {
    let expected: [(UInt16, Bool?, Bool)] = [
      (301, true, false), (302, false, false), (303, false, false), (307, false, true),
      (308, true, true), (200, nil, false),
    ]
    for (status, isPermanent, keepsMethod) in expected {
      let stream = ScriptedStream(
        "HTTP/1.1 \(status) X\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n")
      let response = try await HTTPClient(stream, host: host).send(ClientRequest(.get, "/"))
      #expect(response.redirection?.isPermanent == isPermanent)
      #expect(response.redirection?.keepsMethod ?? false == keepsMethod)
      #expect(isPermanent == nil || response.redirection?.location.text == "/new")
    }
  }

  @Test func `is understood by the server`() async throws {
    let router = Router()
    router.post("/echo/:name") { (request, name: [UInt8]) throws(HTTPError) in
      .text(name + (request.query("q") ?? []) + (try await request.content.collect()))
    }
    var random = SeededGenerator(seed: 4)
    for _ in 0..<100 {
      var request = ClientRequest(.post, "/echo/na%20me?q=%2b+1")
      request.content = random.bytes(upTo: 3000)
      var bytes: [UInt8] = []
      request.append(to: &bytes, host: host)
      let serverSide = ScriptedStream(bytes.cut(&random).map { .bytes($0) })
      _ = await serve(router, serverSide)
      let clientSide = ScriptedStream(serverSide.output.cut(&random).map { .bytes($0) })
      let response = try await HTTPClient(clientSide, host: host).send(request)
      #expect(try await response.content.collect() == Array("na me+ 1".utf8) + request.content)
    }
  }

  @Test func `what comes after an answer is no answer to the next request`() async throws {
    // RFC 9112, section 6.3.
    let stream = ScriptedStream(
      "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
    let client = HTTPClient(stream, host: Array("a".utf8))
    #expect(try await client.send(ClientRequest(.get, "/")).status == .noContent)
    #expect(!client.isReady)
    await #expect(throws: ClientError.self) { _ = try await client.send(ClientRequest(.get, "/")) }
  }

  @Test func `does not wait for ever for a response that is always to come`() async throws {
    let interim = String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: 16)
    let last = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    let patient = HTTPClient(ScriptedStream(interim + last), host: host)
    #expect(try await patient.send(ClientRequest(.get, "/")).status == .ok)
    let client = HTTPClient(ScriptedStream(interim + interim + last), host: host)
    await #expect(throws: ClientError.broken) {
      _ = try await client.send(ClientRequest(.get, "/"))
    }
  }
}
