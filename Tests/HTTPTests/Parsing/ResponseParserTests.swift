internal import TestSupport
internal import Testing

@testable internal import HTTP

@Suite struct ResponseParserTests {
  private func parse(_ parts: [[UInt8]]) -> Result<ResponseParser, MessageError> {
    var parser = ResponseParser(at: 0, limits: MessageLimits())
    var bytes: [UInt8] = []
    do throws(MessageError) {
      for part in parts {
        bytes += part
        if try parser.advance(over: bytes.raw) { return .success(parser) }
      }
    } catch {
      return .failure(error)
    }
    return .failure(.cut)
  }

  private func parse(_ text: String) -> Result<ResponseParser, MessageError> {
    parse([Array(text.utf8)])
  }

  @Test(
    arguments: [
      ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", .length(5), true),
      ("HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n", .chunked, true),
      ("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", .length(0), true),
      ("HTTP/1.1 304 \r\n\r\n", .length(0), true),
      ("HTTP/1.0 200 OK\r\n\r\n", .untilClose, false),
      ("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", .untilClose, false),
      ("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\n", .length(1), true),
    ] as [(String, ContentFraming, Bool)]) func `knows where the content ends`(
      text: String, framing: ContentFraming, isPersistent: Bool
    ) throws
  {
    let parser = try parse(text).get()
    #expect(parser.framing(answering: .get) == framing)
    #expect(parser.framing(answering: .head) == .length(0))
    #expect(parser.isPersistent == isPersistent && parser.end == text.utf8.count)
  }

  @Test(arguments: [
    "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n",
    "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1  200 OK\r\n\r\n", "HTTP/1.1 200 O\0K\r\n\r\n",
    "HTTP/1.1 200 OK\n\n", "200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
    "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
  ]) func `refuses what is no response`(text: String) {
    #expect(throws: MessageError.self) { _ = try parse(text).get() }
  }

  @Test func `reads what the server writes`() throws {
    var random = SeededGenerator(seed: 3)
    for status in [200, 201, 206, 304, 404, 416, 503] as [UInt16] {
      for _ in 0..<50 {
        let content = random.bytes(upTo: 100)
        var response = Response(content, type: "text/plain", status: Status(rawValue: status))
        let value = random.bytes(upTo: 30)
        response.add("X-Value", value)
        var bytes: [UInt8] = []
        ResponseHeadWriter().append(response, to: &bytes)
        let parser = try parse(bytes.cut(&random)).get()
        let fields = Fields(bytes: bytes, table: parser.fields.fields)
        #expect(parser.status.rawValue == status && parser.end == bytes.count)
        let written = value.map { $0.isFieldContent ? $0 : 0x20 }
        let trimmed = written.raw.copy(written.raw.trimmed(0..<written.count))
        #expect(fields["x-value"] == trimmed)
        #expect(parser.fields.length == (status == 304 ? nil : content.count))
      }
    }
  }
}
