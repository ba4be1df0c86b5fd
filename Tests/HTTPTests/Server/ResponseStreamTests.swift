internal import Net
internal import Testing

@testable internal import HTTP

/// Several tasks that write the content of one response.
@Suite struct ResponseStreamTests {
  private func make(_ stream: ScriptedStream) -> ResponseStream {
    ResponseStream(
      stream, head: [], after: nil, byteCount: nil, hasChunks: true, stallLimit: 1_000_000_000)
  }

  @Test func `chunks of several tasks follow each other whole`() async throws {
    let stream = ScriptedStream([.silence])
    let response = make(stream)
    let (hasBegun, hasWritten) = (Mark(), Mark())
    let write: @Sendable () async -> Void = {
      try? await response.write([98])
      hasWritten.set()
    }
    stream.whileWriting = {
      // The length of the first chunk has left: somebody else writes now, if it may.
      guard hasBegun.set() else { return }
      Task { await write() }
      await hasWritten.wait()
    }
    try await response.write([UInt8](repeating: 97, count: 1000))
    await hasWritten.wait()
    try await response.finish()
    let first = "3e8\r\n" + String(repeating: "a", count: 1000) + "\r\n"
    #expect(stream.text == first + "1\r\nb\r\n0\r\n\r\n")
  }

  @Test func `what is written once the response is over is refused`() async throws {
    let stream = ScriptedStream([.silence])
    let response = make(stream)
    try await response.write([97])
    try await response.finish()
    await #expect(throws: HTTPError(.internalServerError)) { try await response.write([98]) }
    #expect(stream.text == "1\r\na\r\n0\r\n\r\n")
  }
}
