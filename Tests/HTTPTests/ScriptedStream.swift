internal import Net

@testable internal import HTTP

/// A connection whose peer follows a script; its clock stands still but for pauses.
final class ScriptedStream: ByteStream, @unchecked Sendable {
  /// What the peer does.
  enum Step {
    case bytes([UInt8])
    case pause(seconds: Double)
    /// Waits for as long as it takes.
    case silence
  }

  private(set) var now = Instant(nanoseconds: 1_000_000_000)
  /// What the peer was sent.
  private(set) var output: [UInt8] = []
  private(set) var isFinished = false
  private(set) var isAborted = false
  /// How many bytes the peer takes; nil if all.
  var room: Int?
  /// Called with everything sent so far whenever bytes are written.
  var onWrite: ((ScriptedStream) -> Void)?
  /// Called after each part that is written with a wait, before its writer goes on.
  var whileWriting: (() async -> Void)?
  /// Called whenever somebody begins to wait for bytes, before any are taken.
  var whileReading: (() async -> Void)?
  /// Whether what is written finds room without a wait.
  var hasRoomAtOnce = true
  /// How large the arrays are that were made only to be written.
  private(set) var longestWrite = 0
  /// How large those are of which parts were written.
  private(set) var sourceByteCounts: Set<Int> = []
  /// For how many bytes there is memory.
  var heldLimit = Int.max
  private var isBroken = false
  private var steps: [Step]

  /// Makes a stream; after the last step the peer sends no more.
  init(_ steps: [Step]) { self.steps = steps }

  convenience init(_ texts: String...) { self.init(texts.map { .bytes(Array($0.utf8)) }) }

  var text: String { String(decoding: output, as: UTF8.self) }

  func add(_ step: Step) { steps.append(step) }

  func read(
    into buffer: inout [UInt8], atMost limit: Int, before deadline: Instant?
  ) async throws(StreamError) -> Int {
    await whileReading?()
    while true {
      if let count = try readArrived(into: &buffer, atMost: limit) { return count }
      if let deadline, now >= deadline { throw .timedOut }
      passTime(until: deadline)
    }
  }

  func readArrived(
    into buffer: inout [UInt8], atMost limit: Int
  ) throws(StreamError) -> Int? {
    while let step = steps.first {
      switch step {
      case .bytes(let bytes):
        guard !bytes.isEmpty else {
          steps.removeFirst()
          continue
        }
        let count = min(limit, bytes.count)
        buffer += bytes[..<count]
        steps[0] = .bytes(Array(bytes[count...]))
        return count
      case .pause, .silence: return nil
      }
    }
    if isBroken { throw .broken(.timedOut) }
    return 0
  }

  func resume(
    _ continuation: UnsafeContinuation<Void, Never>, onceReadableBefore deadline: Instant
  ) {
    passTime(until: deadline)
    continuation.resume()
  }

  /// Goes on to what comes first: the next bytes, or the deadline.
  private func passTime(until deadline: Instant?) {
    switch steps.first {
    case .pause(let seconds):
      let end = now.advanced(byNanoseconds: UInt64(seconds * 1e9))
      if let deadline, deadline < end {
        steps[0] = .pause(seconds: Double(end.nanoseconds(since: deadline)) / 1e9)
        now = max(now, deadline)
      } else {
        now = end
        steps.removeFirst()
      }
    case .silence:
      if let deadline {
        now = max(now, deadline)
      } else {
        steps = []
        isBroken = true
      }
    case .bytes, nil: break
    }
  }

  func writeAtOnce(
    atMost most: Int, _ body: (inout MutableRawSpan) -> Int
  ) throws(StreamError) -> Bool {
    if isAborted { throw .broken(.aborted) }
    guard room == nil, hasRoomAtOnce else { return false }
    var bytes = [UInt8](repeating: 0xa5, count: most)
    var span = bytes.mutableSpan
    var raw = span.mutableBytes
    let count = body(&raw)
    output += bytes[..<count]
    onWrite?(self)
    return true
  }

  func write(_ bytes: [UInt8], before deadline: Instant?) async throws(StreamError) {
    longestWrite = max(longestWrite, bytes.count)
    try await take(bytes, before: deadline)
  }

  func write(
    _ bytes: [UInt8], _ range: Range<Int>, before deadline: Instant?
  ) async throws(StreamError) {
    sourceByteCounts.insert(bytes.count)
    try await take(Array(bytes[range]), before: deadline)
  }

  /// Takes what was written, as far as there is room.
  private func take(_ bytes: [UInt8], before deadline: Instant?) async throws(StreamError) {
    if isAborted { throw .broken(.aborted) }
    if let room, output.count + bytes.count > room {
      output += bytes[..<(room - output.count)]
      if let deadline { now = max(now, deadline) }
      throw .timedOut
    }
    output += bytes
    onWrite?(self)
    await whileWriting?()
  }

  func mayHold(_ byteCount: Int) -> Bool { byteCount <= heldLimit }

  func finish() { isFinished = true }

  func abort() { isAborted = true }
}

/// Serves what a script says; returns what was answered.
func serve(
  _ router: Router, _ stream: ScriptedStream, limits: ServerLimits = ServerLimits()
) async -> String {
  await HTTPServer(router, limits: limits).serve(stream)
  return stream.text
}

/// A request without content, for handlers.
func request(
  _ line: String, _ fields: String = "", content: IncomingContent? = nil
) throws -> Request {
  let bytes = Array("\(line) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n".utf8)
  let head = try HeadOutcome.of([bytes]).get()
  return Request(head: head, bytes: bytes, content: content)
}

extension Response {
  /// The head as it is written to a client that keeps the connection.
  var headText: String {
    var bytes: [UInt8] = []
    ResponseHeadWriter().append(self, to: &bytes)
    return bytes.text
  }

  /// The content, if it is there already.
  var contentText: String {
    switch body {
    case .empty, .stream, .upgrade: return ""
    case .text(let text): return "\(text)"
    case .bytes(let bytes): return bytes.text
    case .pieces(let pieces):
      var all: [UInt8] = []
      for piece in pieces {
        switch piece {
        case .bytes(let bytes): all += bytes
        case .part(let content, let range): content.append(range, &all)
        }
      }
      return all.text
    }
  }
}
