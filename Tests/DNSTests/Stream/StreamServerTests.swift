internal import DNS
internal import Net
internal import Testing

/// A client's end of a connection: what it sends in which pieces, and what it got.
final class ScriptedStream: ByteStream, @unchecked Sendable {
  /// What is still to be read, piece by piece.
  var pieces: [[UInt8]]
  /// What is thrown once all was read; nil is the end.
  var error: StreamError?
  var written: [[UInt8]] = []
  var isFinished = false
  var isAborted = false
  var deadlines: [Instant?] = []
  var now = Instant(nanoseconds: 0)

  init(_ pieces: [[UInt8]], then error: StreamError? = nil) {
    self.pieces = pieces
    self.error = error
  }

  func read(
    into buffer: inout [UInt8], atMost limit: Int, before deadline: Instant?
  ) async throws(StreamError) -> Int {
    deadlines.append(deadline)
    guard !pieces.isEmpty else {
      if let error { throw error }
      return 0
    }
    now = now.advanced(byNanoseconds: 1_000_000_000)
    let piece = pieces[0].prefix(limit)
    pieces[0].removeFirst(piece.count)
    if pieces[0].isEmpty { pieces.removeFirst() }
    buffer += piece
    return piece.count
  }

  func write(_ bytes: [UInt8], before deadline: Instant?) async throws(StreamError) {
    written.append(bytes)
  }

  func readArrived(
    into buffer: inout [UInt8], atMost limit: Int
  ) throws(StreamError) -> Int? { nil }

  func writeAtOnce(
    atMost most: Int, _ body: (inout MutableRawSpan) -> Int
  ) throws(StreamError) -> Bool { false }

  func resume(
    _ continuation: UnsafeContinuation<Void, Never>, onceReadableBefore deadline: Instant
  ) { continuation.resume() }

  func finish() { isFinished = true }
  func abort() { isAborted = true }

  /// The messages that were written.
  var messages: [[UInt8]] {
    var bytes = Array(written.joined())
    var found: [[UInt8]] = []
    while bytes.count >= 2 {
      let count = Int(bytes[0]) << 8 | Int(bytes[1])
      found.append(Array(bytes[2..<min(2 + count, bytes.count)]))
      bytes.removeFirst(min(2 + count, bytes.count))
    }
    return found
  }
}

@Suite struct StreamServerTests {
  static func server(limit: Int = 8) throws -> StreamServer {
    let texts = (0..<40).map {
      Record.txt("big", Text(Array("\($0)-".utf8) + [UInt8](repeating: 0x78, count: 100)))
    }
    let zone = Zone(
      "example", soa: StartOfAuthority(primary: "ns"),
      records: [.ns("", "ns"), .a("ns", 10, 0, 0, 1), .a("www", 10, 0, 0, 2)] + texts)
    return StreamServer(
      try AuthoritativeServer(zones: [zone]), connectionLimit: limit, patience: 5_000_000_000)
  }

  /// A query with its length.
  static func query(_ name: StaticString, _ identifier: UInt16, _ type: RecordType = .a) -> [UInt8]
  {
    let bytes = MessageQuery(identifier: identifier, name: Name(labels: name), type: type).bytes
    return [0, UInt8(bytes.count)] + bytes
  }

  @Test func `answers queries in their order, however they are cut`() async throws {
    let queries = (UInt16(1)...5).flatMap { Self.query("www.example", $0) }
    for size in [1, 2, 3, 10, 31, 1000] {
      let pieces = stride(from: 0, to: queries.count, by: size).map {
        Array(queries[$0..<min($0 + size, queries.count)])
      }
      let stream = ScriptedStream(pieces)
      try await Self.server().serve(stream)
      let answers = stream.messages.compactMap { Message($0.span.bytes) }
      #expect(answers.map(\.identifier) == [1, 2, 3, 4, 5])
      #expect(answers.allSatisfy { $0.records.count > 0 && $0.isAuthoritative })
      #expect(stream.isFinished && !stream.isAborted)
      if size == 1000 { #expect(stream.written.count == 1, "one segment for all") }
    }
  }

  @Test func `answers with more than fits a datagram`() async throws {
    let stream = ScriptedStream([Self.query("big.example", 1, .txt)])
    try await Self.server().serve(stream)
    let answer = try #require(stream.messages.first.flatMap { Message($0.span.bytes) })
    #expect(answer.records.count == 40 && !answer.isTruncated)
  }

  @Test func `sends a flood of large answers in pieces`() async throws {
    let stream = ScriptedStream([
      (UInt16(0)..<30).flatMap { Self.query("big.example", $0, .txt) }
    ])
    try await Self.server().serve(stream)
    #expect(stream.messages.count == 30)
    #expect(stream.written.count > 4 && stream.written.allSatisfy { $0.count < 24_000 })
  }

  @Test func `ends a connection that is silent or slow`() async throws {
    let stream = ScriptedStream(
      [Self.query("www.example", 1), [0], [30], [1]], then: .timedOut)
    let server = try Self.server()
    await server.serve(stream)
    #expect(stream.messages.count == 1 && stream.isAborted)
    // The time is that of the query: single bytes do not prolong it.
    #expect(stream.deadlines.map { $0?.nanoseconds } == [5, 6, 6, 6, 6].map { $0 * 1_000_000_000 })
    #expect(server.connectionCount == 0)
  }

  @Test(
    arguments: [[0, 0], [0, 3, 1, 2, 3], [0, 12, 0, 1, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0]]
      as [[UInt8]])
  func `closes at what is no query`(bytes: [UInt8]) async throws {
    let stream = ScriptedStream([
      Self.query("www.example", 1) + bytes + Self.query("www.example", 2)
    ])
    try await Self.server().serve(stream)
    #expect(stream.isFinished && stream.messages.count == 1)
  }

  @Test func `breaks connections beyond its limit`() async throws {
    let server = try Self.server(limit: 0)
    let stream = ScriptedStream([Self.query("www.example", 1)])
    await server.serve(stream)
    #expect(stream.isAborted && stream.written.isEmpty)
  }

  @Test func `ends at a length that no query has`() async throws {
    let zeroes = [UInt8](repeating: 0, count: 5000)
    let stream = ScriptedStream([Self.query("www.example", 1) + [0xff, 0xff], zeroes, zeroes])
    try await Self.server().serve(stream)
    #expect(stream.messages.count == 1 && stream.isFinished)
    #expect(stream.pieces == [zeroes, zeroes], "nothing was read for it")
  }
}
