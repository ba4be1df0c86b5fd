internal import Net
internal import Testing

@testable internal import HTTP

@Suite struct WebSocketTests {
  private func frame(_ opcode: WebSocketFrame.Opcode, _ payload: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    WebSocketFrame(opcode: opcode, mask: 0, payloadByteCount: payload.count).append(to: &bytes)
    return bytes + payload
  }

  private let opening = Array(
    ("GET /echo HTTP/1.1\r\nHost: a\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
      + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n").utf8)

  private func echo(
    _ steps: [ScriptedStream.Step], _ settings: WebSocketSettings = WebSocketSettings()
  ) async throws -> (head: String, frames: [UInt8], stream: ScriptedStream) {
    let router = Router()
    router.get("/echo") { request in
      .webSocket(request, settings) { socket in
        while let message = try? await socket.receive() { try? await socket.send(message) }
      }
    }
    let stream = ScriptedStream([.bytes(opening)] + steps)
    _ = await serve(router, stream)
    let end = try #require(stream.text.firstRange(of: "\r\n\r\n"))
    let head = String(stream.text[..<end.upperBound])
    return (head, Array(stream.output.dropFirst(head.utf8.count)), stream)
  }

  @Test func `opens, echoes, answers pings and closes`() async throws {
    let result = try await echo([
      .bytes(frame(.text, [72, 105]) + frame(.ping, [7])), .bytes(frame(.binary, [1, 2, 3])),
      .bytes(frame(.close, [3, 232])),
    ])
    #expect(result.head.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
    #expect(result.head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
    #expect(result.head.contains("Connection: Upgrade\r\n"))
    #expect(!result.head.contains("Content-Length"))
    #expect(
      result.frames == [0x81, 2, 72, 105, 0x8a, 1, 7, 0x82, 3, 1, 2, 3, 0x88, 2, 3, 232])
    #expect(result.stream.isFinished)
  }

  @Test func `tells the peer what it did wrong`() async throws {
    let broken = try await echo([.bytes([0x81, 0x01, 0x41])])
    #expect(broken.frames == [0x88, 2, 3, 234])
    var settings = WebSocketSettings()
    settings.message = 3
    let large = try await echo([.bytes(frame(.text, [1, 2, 3, 4]))], settings)
    #expect(large.frames == [0x88, 2, 3, 241])
  }

  @Test func `asks a silent peer, and gives it up`() async throws {
    let result = try await echo([.silence])
    #expect(result.frames.prefix(2) == [0x89, 0])
    #expect(result.stream.now.nanoseconds >= 121_000_000_000)
  }

  @Test(arguments: [
    ("", "426"), ("Upgrade: websocket\r\nConnection: Upgrade\r\n", "400"),
    ("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: short\r\n", "400"),
    (
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "426"
    ),
  ]) func `refuses what is no handshake`(fields: String, status: String) throws {
    let response = Response.webSocket(try request("GET /", fields)) { _ in }
    #expect("\(response.status.rawValue)" == status)
    #expect(response.headText.contains("Sec-WebSocket-Version: 13\r\n") == (status == "426"))
  }

  @Test func `agrees on a protocol`() throws {
    var settings = WebSocketSettings()
    settings.protocols = ["chat", "echo"]
    let fields =
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: x, echo\r\n"
    let response = Response.webSocket(try request("GET /", fields), settings) { _ in }
    #expect(response.headText.contains("Sec-WebSocket-Protocol: echo\r\n"))
  }

  @Test func `who receives beside another gets the next message whole`() async throws {
    let (first, second) = (frame(.text, [72, 105]), frame(.binary, [1, 2, 3]))
    let stream = ScriptedStream([
      .bytes(first + second.prefix(1)), .bytes(Array(second.dropFirst())),
    ])
    let socket = WebSocket(MessageSource(stream), WebSocketSettings(), mask: nil)
    let isAsking = Mark()
    var other: Task<WebSocketMessage, any Error>?
    stream.whileReading = {
      guard other == nil else {
        isAsking.set()
        return
      }
      other = Task { try await socket.receive() }
      await isAsking.wait()
    }
    #expect(try await socket.receive() == .text([72, 105]))
    #expect(try await other?.value == .binary([1, 2, 3]))
  }

  @Test func `refuses a handshake with a content`() async throws {
    // An intermediary would see other borders of messages.
    let stream = ScriptedStream([
      .bytes(
        Array(
          String(decoding: opening, as: UTF8.self).replacing(
            "Host: a", with: "Host: a\r\nContent-Length: 6"
          ).utf8) + frame(.text, []))
    ])
    let router = Router()
    router.get("/echo") { request in .webSocket(request) { _ in } }
    #expect(await serve(router, stream).hasPrefix("HTTP/1.1 400"))
  }

  @Test func `a peer that talks on for ever is left at last`() async throws {
    let ping = frame(.ping, [])
    let steps = (0..<1000).flatMap { _ -> [ScriptedStream.Step] in
      [.pause(seconds: 20), .bytes(ping)]
    }
    let router = Router()
    router.get("/bye") { request in .webSocket(request) { socket in await socket.close() } }
    let text = String(decoding: opening, as: UTF8.self).replacing("/echo", with: "/bye")
    let stream = ScriptedStream([.bytes(Array(text.utf8))] + steps)
    _ = await serve(router, stream)
    #expect(stream.isAborted)
    #expect(stream.now.nanoseconds < 300_000_000_000)
  }

  @Test func `ends a message for which there is no memory`() async throws {
    let stream = ScriptedStream([
      .bytes(opening), .bytes(frame(.binary, [UInt8](repeating: 7, count: 60_000))),
    ])
    stream.heldLimit = 20_000
    let router = Router()
    router.get("/echo") { request in
      .webSocket(request) { socket in _ = try? await socket.receive() }
    }
    _ = await serve(router, stream)
    #expect(stream.output.suffix(4) == [0x88, 2, 3, 245])
  }

  @Test func `sends a long message from where it is`() async throws {
    let stream = ScriptedStream([.silence])
    let socket = WebSocket(MessageSource(stream), WebSocketSettings(), mask: nil)
    let message = [UInt8](repeating: 7, count: 100_000)
    try await socket.send(.binary(message))
    #expect(stream.output == [0x82, 127, 0, 0, 0, 0, 0, 1, 0x86, 0xa0] + message)
    #expect(stream.sourceByteCounts == [100_000] && stream.longestWrite == 10)
  }

  @Test(arguments: [0, 1, 125, 126, 511, 512, 513, 20_000, 100_000])
  func `masks a message piece by piece`(byteCount: Int) async throws {
    let message = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 5) }
    for (heldLimit, longest) in [(Int.max, 16_384), (1000, 512)] {
      let stream = ScriptedStream([.silence])
      stream.heldLimit = heldLimit
      let socket = WebSocket(MessageSource(stream), WebSocketSettings()) { 0x0102_0304 }
      try await socket.send(.binary(message))
      #expect(stream.longestWrite <= longest + 14 && stream.sourceByteCounts.isEmpty)
      var decoder = WebSocketDecoder(expectsMask: true, limit: 1 << 20)
      var position = 0
      let event = try decoder.next(in: stream.output.raw, from: &position)
      #expect(event == .message(.binary(message)) && position == stream.output.count)
    }
  }
}
