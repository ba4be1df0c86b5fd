internal import Net
internal import TestSupport
internal import Testing

@testable internal import HTTP

/// What responses that have to wait take of memory.
@Suite struct ServerConnectionWaitingTests {
  private static let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
  private static let text: StaticString = """
    Memory is asked for where a peer decides how long it is kept. A client that reads slowly keeps \
    what it is to be sent, and thousands may do so at once; one that reads fast and asks for no \
    more keeps nothing. What is in memory already, as this text is, is sent from there and costs \
    nothing more, however long it takes. What is not, as a file is, comes in pieces, which are as \
    small as memory is short. None of that is seen by the client, who gets the same bytes in the \
    same order, whatever way they took: that is what these tests are about, besides what is kept.
    """
  private let router: Router = {
    let router = Router()
    let file = Content(bytes, type: "text/plain")
    router.get("/file") { request in .content(file, for: request) }
    router.get("/bundle") { _ in Response(bytes, type: "text/plain") }
    router.get("/text") { _ in .text(text) }
    router.get("/stream") { _ in
      .stream(type: "text/plain") { stream throws(HTTPError) in
        try await stream.write(bytes)
        try await stream.write("end")
      }
    }
    return router
  }()

  /// What a client got of two equal responses, and what was kept meanwhile and afterwards.
  private struct Outcome {
    var content: [UInt8] = []
    var longestOutput = 0
    var kept = 0
    let stream: ScriptedStream
  }

  private func get(
    _ path: String, _ fields: String = "", heldLimit: Int = .max
  ) async -> Outcome {
    let request = "GET \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"
    var outcome = Outcome(stream: ScriptedStream(request, request))
    outcome.stream.hasRoomAtOnce = false
    outcome.stream.heldLimit = heldLimit
    let connection = ServerConnection(outcome.stream, of: HTTPServer(router))
    let longest = Longest()
    outcome.stream.onWrite = { _ in
      longest.byteCount = max(longest.byteCount, connection.output.count)
    }
    await connection.run()
    outcome.stream.onWrite = nil
    outcome.longestOutput = longest.byteCount
    outcome.kept = connection.output.capacity
    let answer = Array(outcome.stream.output.prefix(outcome.stream.output.count / 2))
    #expect(outcome.stream.output == answer + answer)
    if let end = answer.indices.dropLast(3).first(where: {
      answer[$0..<$0 + 4].elementsEqual([13, 10, 13, 10])
    }) {
      outcome.content = Array(answer[(end + 4)...])
    }
    return outcome
  }

  private final class Longest { var byteCount = 0 }

  @Test(arguments: [Int.max, 5000, 1000])
  func `a file takes what memory there is for at a time, and none afterwards`(
    heldLimit: Int
  ) async {
    let outcome = await get("/file", heldLimit: heldLimit)
    #expect(outcome.content == Self.bytes && outcome.kept == 0)
    // An array may be a little larger than what was asked for.
    let most = [Int.max: 16_384, 5000: 2048, 1000: 1024][heldLimit] ?? 0
    #expect(outcome.longestOutput <= most + 64)
  }

  @Test(arguments: [Int.max, 1000])
  func `many parts take no more than one`(heldLimit: Int) async {
    let ranges = (0..<16).map { "\($0 * 16_384)-\($0 * 16_384 + 16_383)" }.joined(separator: ",")
    let outcome = await get("/file", "Range: bytes=\(ranges)\r\n", heldLimit: heldLimit)
    #expect(outcome.content.text.components("Content-Range: bytes ").count == 16)
    let parts = (0..<16).allSatisfy {
      outcome.content.firstRange(of: Self.bytes[$0 * 16_384..<($0 + 1) * 16_384]) != nil
    }
    #expect(parts && outcome.kept == 0)
    #expect(outcome.longestOutput <= (heldLimit == .max ? 16_384 : 1024) + 64)
  }

  @Test func `what is in memory is not copied`() async {
    let bundle = await get("/bundle")
    #expect(bundle.content == Self.bytes && bundle.kept == 0 && bundle.longestOutput < 512)
    #expect(bundle.stream.sourceByteCounts == [300_000] && bundle.stream.longestWrite < 512)
    let stream = await get("/stream")
    let end = Array("\r\n3\r\nend\r\n0\r\n\r\n".utf8)
    #expect(stream.content == Array("493e0\r\n".utf8) + Self.bytes + end)
    #expect(stream.stream.sourceByteCounts == [300_000] && stream.stream.longestWrite < 512)
  }

  @Test(arguments: [Int.max, 1000])
  func `constant text comes in pieces, too`(heldLimit: Int) async {
    let outcome = await get("/text", heldLimit: heldLimit)
    #expect(outcome.content.text == "\(Self.text)" && outcome.kept == 0)
    #expect(outcome.longestOutput <= 1024 + 64)
  }
}
