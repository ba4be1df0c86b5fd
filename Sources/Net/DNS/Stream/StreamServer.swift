public import Net
internal import _Concurrency

/// Answers queries over connections.
///
/// Queries of one connection may come in any number and without waiting; they are answered in their
/// order, many in one segment. A connection is closed when its client is silent for too long, or
/// sends so slowly that no query gets whole: what it may take from others is bounded.
///
/// Source: RFC 7766, sections 6 to 8.
@safe
public final class StreamServer: @unchecked Sendable {
  // One core: between two waits nobody else is in here.

  private let server: AuthoritativeServer
  /// The most connections at once; further ones are broken.
  public let connectionLimit: Int
  /// For how long a connection may be silent, in nanoseconds.
  public let patience: UInt64
  /// How many connections there are.
  public private(set) var connectionCount = 0
  /// Room for the largest answer.
  private let response: UnsafeMutableRawBufferPointer

  /// How many bytes of answers are collected before they are sent.
  private static let batchByteCount = 16_384
  /// The longest query that is read, in bytes: none has reason to be longer, and what is kept of an
  /// unfinished one is memory that its client decides about.
  private static let queryLimit = 4096

  /// Makes a server.
  ///
  /// - Parameters:
  ///   - server: What answers.
  ///   - connectionLimit: The most connections at once.
  ///   - patience: For how long a connection may be silent, in nanoseconds.
  public init(
    _ server: AuthoritativeServer, connectionLimit: Int = 256, patience: UInt64 = 10_000_000_000
  ) {
    self.server = server
    self.connectionLimit = connectionLimit
    self.patience = patience
    unsafe response = .allocate(byteCount: 0xffff, alignment: 16)
    // Safe: the buffer is ours.
    unsafe response.initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit { unsafe response.deallocate() }

  /// Answers what comes over a connection, until it ends.
  public func serve(_ stream: some ByteStream) async {
    guard connectionCount < connectionLimit else { return stream.abort() }
    connectionCount += 1
    do throws(StreamError) {
      try await answer(stream)
      stream.finish()
    } catch {
      stream.abort()
    }
    connectionCount -= 1
  }

  /// Answers query after query; returns at the end of the stream, or at what is no query.
  private func answer(_ stream: some ByteStream) async throws(StreamError) {
    var queries = MessageBuffer()
    var answers: [UInt8] = []
    // A time limit for each query as a whole, not for each byte of it.
    var deadline = stream.now.advanced(byNanoseconds: patience)
    var isOver = false
    while true {
      while let isAnswered = queries.takeNext({ append(answerTo: $0, to: &answers) }) {
        // What came before it is answered all the same.
        isOver = !isAnswered
        if isOver { break }
        deadline = stream.now.advanced(byNanoseconds: patience)
        if answers.count >= Self.batchByteCount { break }
      }
      if !answers.isEmpty {
        let isFull = answers.count >= Self.batchByteCount
        try await stream.write(
          answers, before: stream.now.advanced(byNanoseconds: patience))
        answers.removeAll(keepingCapacity: false)
        if isFull, !isOver { continue }
      }
      if isOver || queries.isNextLonger(than: Self.queryLimit) { return }
      // The longest query, and not a byte of another.
      let room = 2 + Self.queryLimit - queries.bytes.count
      let count = try await stream.read(into: &queries.bytes, atMost: room, before: deadline)
      guard count > 0 else { return }
    }
  }

  /// Appends the answer to a query with its length; returns false if there must be none.
  private func append(answerTo query: RawSpan, to answers: inout [UInt8]) -> Bool {
    // Safe: the buffer lives as long as the server, and nothing else uses it meanwhile.
    var bytes = unsafe response.mutableBytes
    guard let count = server.answer(query, into: &bytes, limit: .tcp) else { return false }
    answers.append(UInt8(truncatingIfNeeded: count >> 8))
    answers.append(UInt8(truncatingIfNeeded: count))
    unsafe answers.append(contentsOf: response[..<count])
    return true
  }
}
