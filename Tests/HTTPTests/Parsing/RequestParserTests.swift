internal import TestSupport
internal import Testing

@testable internal import HTTP

@Suite struct RequestParserTests {
  /// Reads a head; how it is cut must not matter, so it comes whole and byte by byte.
  private func parse(
    _ text: String, limits: MessageLimits = MessageLimits()
  ) -> Result<RequestHead, MessageError> {
    let bytes = Array(text.utf8)
    let whole = HeadOutcome.of([bytes], limits)
    #expect(HeadOutcome.of(bytes.map { [$0] }, limits) == whole)
    return whole
  }

  @Test func `reads the head of a request in place`() throws {
    let text = "GET /items/42?a=b HTTP/1.1\r\nHost: example.org:80\r\nAccept: \t */* \r\n\r\n"
    let head = try parse(text).get()
    let bytes = Array(text.utf8)
    #expect(head.method == .get && head.isVersion11)
    #expect(bytes.text(head.path) == "/items/42" && bytes.text(head.query) == "a=b")
    #expect(bytes.text(head.host) == "example.org:80")
    #expect(head.fields.fields.count == 2)
    #expect(bytes.text(head.fields.fields[1].name) == "Accept")
    #expect(bytes.text(head.fields.fields[1].value) == "*/*")
    #expect(head.framing == .length(0) && head.isPersistent && !head.expectsContinue)
  }

  @Test(arguments: [
    ("GET http://a.example/x?y HTTP/1.1\r\nHost: b\r\n\r\n", "a.example", "/x", "y"),
    ("GET HTTPS://a.example:8 HTTP/1.1\r\nHost: b\r\n\r\n", "a.example:8", "", ""),
    ("GET http://a.example?q HTTP/1.1\r\nHost: b\r\n\r\n", "a.example", "", "q"),
    ("OPTIONS * HTTP/1.1\r\nHost: b\r\n\r\n", "b", "*", ""),
    ("CONNECT c.example:443 HTTP/1.1\r\nHost: b\r\n\r\n", "c.example:443", "", ""),
    ("GET / HTTP/1.0\r\n\r\n", "", "/", ""),
    ("\r\nGET /.hidden/a..b/... HTTP/1.1\r\nHost:\r\n\r\n", "", "/.hidden/a..b/...", ""),
  ]) func `knows the four forms of targets`(
    text: String, host: String, path: String, query: String
  ) throws {
    let bytes = Array(text.utf8)
    let head = try parse(text).get()
    #expect(bytes.text(head.host) == host && bytes.text(head.path) == path)
    #expect(bytes.text(head.query) == query)
  }

  @Test(arguments: Vectors.heads) func `refuses what could be read in two ways`(
    vector: Vectors.Head
  ) {
    switch parse(vector.text) {
    case .success: Issue.record("taken: \(vector.text)")
    case .failure(let error):
      #expect(error == vector.error)
      #expect(error.status.rawValue == vector.status)
    }
  }

  @Test(arguments: [
    ("HTTP/1.1", "", true), ("HTTP/1.1", "Connection: close\r\n", false),
    ("HTTP/1.1", "Connection: Foo, CLOSE\r\n", false), ("HTTP/1.0", "", false),
    ("HTTP/1.0", "Connection: keep-alive\r\n", true), ("HTTP/1.2", "", true),
    ("HTTP/1.1", "Connection: upgrade,,\r\nConnection: close\r\n", false),
  ]) func `knows whether the connection goes on`(
    version: String, field: String, isPersistent: Bool
  ) throws {
    let head = try parse("GET / \(version)\r\nHost: a\r\n\(field)\r\n").get()
    #expect(head.isPersistent == isPersistent)
  }

  @Test func `refuses what is longer than its limits`() {
    var limits = MessageLimits()
    limits.startLine = 20
    limits.fields = 30
    limits.fieldCount = 3
    #expect(throws: Never.self) {
      _ = try parse("GET /123456 HTTP/1.1\r\nHost: a\r\n\r\n", limits: limits).get()
    }
    #expect(throws: MessageError.startLineTooLong) {
      _ = try parse("GET /1234567 HTTP/1.1\r\n", limits: limits).get()
    }
    #expect(throws: MessageError.fieldsTooLong) {
      _ = try parse(
        "GET / HTTP/1.1\r\nHost: a\r\nB: 12345678901234567\r\n\r\n", limits: limits
      ).get()
    }
    #expect(throws: MessageError.tooManyFields) {
      _ = try parse("GET / HTTP/1.1\r\nHost:a\r\na:\r\nb:\r\nc:\r\n\r\n", limits: limits).get()
    }
    limits.content = 9
    #expect(throws: MessageError.contentTooLong) {
      _ = try parse("PUT / HTTP/1.1\r\nHost:a\r\nContent-Length:10\r\n\r\n", limits: limits).get()
    }
  }

  @Test func `gives the same outcome however the bytes are cut`() {
    var random = SeededGenerator(seed: 9112)
    for vector in Vectors.heads {
      let bytes = Array(vector.text.utf8)
      for _ in 0..<20 {
        let parts = bytes.cut(&random)
        #expect(HeadOutcome.of(parts) == HeadOutcome.of([bytes]), "\(vector.text)")
      }
    }
  }

  @Test func `takes whatever bytes come without a trap`() {
    var random = SeededGenerator(seed: 7230)
    for seed in 0..<20_000 {
      var bytes = Array(Vectors.request.utf8)
      for _ in 0...random.below(4) { bytes.mutate(&random) }
      let parts = bytes.cut(&random)
      #expect(HeadOutcome.of(parts) == HeadOutcome.of([bytes]), "mutation \(seed)")
    }
  }
}
