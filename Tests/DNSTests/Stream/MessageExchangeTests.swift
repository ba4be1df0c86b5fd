internal import DNS
internal import Net
internal import Testing

@Suite struct MessageExchangeTests {
  static let deadline = Instant(nanoseconds: 9)

  @Test func `sends a length and waits for a whole message`() async throws {
    let stream = ScriptedStream([[0], [3, 7], [8, 9, 1]])
    let answer = try await MessageExchange.ask([1, 2], over: stream, before: Self.deadline)
    #expect(answer == [7, 8, 9])
    #expect(stream.written == [[0, 2, 1, 2]])
    #expect(stream.deadlines.allSatisfy { $0 == Self.deadline })
  }

  @Test func `says if the connection ends early`() async throws {
    let stream = ScriptedStream([[0, 3, 7]])
    #expect(try await MessageExchange.ask([1], over: stream, before: Self.deadline) == nil)
    let broken = ScriptedStream([], then: .broken(.reset))
    await #expect(throws: StreamError.broken(.reset)) {
      try await MessageExchange.ask([1], over: broken, before: Self.deadline)
    }
  }
}
