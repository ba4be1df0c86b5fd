internal import Net
internal import Testing

@testable internal import HTTP

/// Several tasks that want to write to one connection.
@Suite struct TurnTests {
  @Test func `frames of several tasks follow each other whole`() async throws {
    let stream = ScriptedStream([.silence])
    stream.hasRoomAtOnce = false
    let socket = WebSocket(MessageSource(stream), WebSocketSettings(), mask: nil)
    let (hasBegun, hasAsked) = (Mark(), Mark())
    let ask: @Sendable () async -> Void = {
      try? await socket.ping()
      hasAsked.set()
    }
    stream.whileWriting = {
      // The first part of the message has left: somebody else sends now, if it may.
      guard hasBegun.set() else { return }
      Task { await ask() }
      await hasAsked.wait()
    }
    let message = [UInt8](repeating: 65, count: 100_000)
    try await socket.send(.binary(message))
    await hasAsked.wait()
    let head: [UInt8] = [0x82, 127, 0, 0, 0, 0, 0, 1, 0x86, 0xa0]
    #expect(stream.output == head + message + [0x89, 0])
  }
}
