internal import Testing

@testable internal import HTTP

@Suite struct RequestTests {
  @Test(arguments: [
    ("a=b", "b"), ("x=y&a=b&a=c", "b"), ("a", ""), ("a=", ""), ("a=b=c", "b=c"), ("%61=b+c", "b c"),
    ("a=%2b%20", "+ "), ("a=%zz", nil), ("aa=b", nil), ("", nil), ("&&a=1", "1"), ("=b", nil),
  ]) func `finds values in the query`(query: String, value: String?) throws {
    let request = try request("GET /?\(query)")
    #expect(request.query("a")?.text == value)
  }

  @Test func `finds fields whatever their case`() throws {
    let request = try request("GET http://other:8/x", "ACCEPT: a\r\nAccept: b, C ,\r\n")
    #expect(request.fields["accept"] == [97] && request.fields["host"] == [97])
    #expect(request.fields.lists("accept", "c") && !request.fields.lists("accept", "d"))
    #expect(request.fields.has("accept", "a") && !request.fields.has("accept", "b"))
    #expect(request.fields.count == 3 && request.fields[1].name.text == "ACCEPT")
    #expect(request.host.text == "other:8" && request.path.text == "/x")
    #expect(try self.request("GET http://x").path.text == "/")
  }

  @Test(arguments: [
    ("Content-Type: application/json\r\n", "{\"a\":1}", 0), ("", "[1]", 0),
    ("Content-Type: Application/JSON; charset=utf-8\r\n", "1", 0),
    ("Content-Type: text/plain\r\n", "{}", 415), ("", "{", 400), ("", "[1,2,3,4,5]", 413),
  ]) func `reads JSON`(fields: String, text: String, status: UInt16) async throws {
    let source = MessageSource(ScriptedStream(text))
    let content = IncomingContent(.length(text.utf8.count), of: source, limits: MessageLimits())
    let request = try HTTPTests.request("POST /", fields, content: content)
    do throws(HTTPError) {
      _ = try await request.json(atMost: 10)
      #expect(status == 0)
    } catch {
      #expect(error.status.rawValue == status)
    }
  }

  private func request(_ line: String, _ fields: String = "") throws -> Request {
    try HTTPTests.request(line, fields)
  }
}
