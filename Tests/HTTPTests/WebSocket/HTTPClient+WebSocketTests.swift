internal import Testing

@testable internal import HTTP

@Suite struct HTTPClientWebSocketTests {
  private func open(_ answer: String) async throws(ClientError) -> (WebSocket, ScriptedStream) {
    let stream = ScriptedStream(answer)
    stream.add(.bytes([0x81, 2, 72, 105, 0x88, 2, 3, 232]))
    let client = HTTPClient(stream, host: Array("a".utf8))
    // The key is that of RFC 6455, section 1.3.
    var words: [UInt32] = [0x7468_6520, 0x7361_6d70, 0x6c65_206e, 0x6f6e_6365, 0x0102_0304]
    words.reverse()
    let source = Words(words)
    return (try await client.webSocket("/chat", random: { source.next() }), stream)
  }

  private final class Words: @unchecked Sendable {
    private var words: [UInt32]
    init(_ words: [UInt32]) { self.words = words }
    func next() -> UInt32 { words.popLast() ?? 0 }
  }

  private let fields = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "

  @Test func `opens, masks what it sends, and closes`() async throws {
    let (socket, stream) = try await open(
      "HTTP/1.1 101 Switching Protocols\r\n\(fields)s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
    #expect(stream.text.contains("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"))
    try await socket.send("Hi")
    #expect(stream.output.suffix(8) == [0x81, 0x82, 1, 2, 3, 4, 72 ^ 1, 105 ^ 2])
    #expect(try await socket.receive() == .text([72, 105]))
    await #expect(throws: WebSocketError.closed(.normal)) { _ = try await socket.receive() }
    #expect(stream.output.suffix(8) == [0x88, 0x82, 0, 0, 0, 0, 3, 232])
  }

  @Test func `takes no other answer`() async {
    for answer in [
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 101 Switching Protocols\r\n\(fields)x3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
    ] {
      await #expect(throws: ClientError.self) { _ = try await open(answer) }
    }
  }
}
