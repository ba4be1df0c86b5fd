internal import Net
internal import Synchronization
internal import Testing

@testable internal import HTTP

/// Several tasks that want to write to one connection.
@Suite struct TurnTests {
  /// Something that happens once.
  private final class Mark: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .acquiring) }

    /// Sets it; returns whether it was not set before.
    @discardableResult
    func set() -> Bool { !flag.exchange(true, ordering: .acquiringAndReleasing) }

    /// Lets others go on until it is set, or until they have had their chance.
    func wait() async {
      for _ in 0..<10_000 where !isSet { await Task.yield() }
    }
  }

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
