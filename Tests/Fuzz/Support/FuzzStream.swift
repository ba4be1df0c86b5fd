public import Net
public import _Concurrency

/// A connection whose peer sends what the fuzzer made up, cut into pieces.
///
/// Nothing here waits: a task that speaks over it runs to its end at once.
public final class FuzzStream: ByteStream, @unchecked Sendable {
  public private(set) var now = Instant(nanoseconds: 1_000_000_000)
  /// What the peer was sent.
  public private(set) var output: [UInt8] = []
  public private(set) var isFinished = false
  public private(set) var isAborted = false
  /// Whether what is written finds room without a wait.
  public var hasRoomAtOnce = true
  private var bytes: [UInt8]
  private var position = 0
  /// How many bytes come at a time; the next ones only once they have been waited for.
  private let pieceByteCount: Int
  private var arrived = 0
  /// How many bytes the peer takes; it waits for more in vain.
  private let room: Int

  /// Makes a stream.
  ///
  /// - Parameters:
  ///   - bytes: What the peer sends before it sends no more.
  ///   - pieceByteCount: How many of them come at a time.
  ///   - room: How many bytes the peer takes.
  public init(_ bytes: [UInt8], pieceByteCount: Int, room: Int = 1 << 22) {
    self.bytes = bytes
    self.pieceByteCount = max(pieceByteCount, 1)
    self.room = room
  }

  public func read(
    into buffer: inout [UInt8], atMost limit: Int, before deadline: Instant?
  ) async throws(StreamError) -> Int {
    while true {
      if let count = try readArrived(into: &buffer, atMost: limit) { return count }
      comeOn()
    }
  }

  public func readArrived(
    into buffer: inout [UInt8], atMost limit: Int
  ) throws(StreamError) -> Int? {
    if isAborted { throw .broken(.aborted) }
    if position == bytes.count { return 0 }
    guard arrived > position else { return nil }
    let count = min(limit, arrived - position)
    buffer += bytes[position..<position + count]
    position += count
    return count
  }

  public func resume(
    _ continuation: UnsafeContinuation<Void, Never>, onceReadableBefore deadline: Instant
  ) {
    comeOn()
    continuation.resume()
  }

  /// The next piece comes, a millisecond later.
  private func comeOn() {
    now = now.advanced(byNanoseconds: 1_000_000)
    arrived = min(arrived + pieceByteCount, bytes.count)
  }

  public func write(_ bytes: [UInt8], before deadline: Instant?) async throws(StreamError) {
    if isAborted { throw .broken(.aborted) }
    guard output.count + bytes.count <= room else { throw .timedOut }
    output += bytes
  }

  public func writeAtOnce(
    atMost most: Int, _ body: (inout MutableRawSpan) -> Int
  ) throws(StreamError) -> Bool {
    if isAborted { throw .broken(.aborted) }
    guard hasRoomAtOnce, output.count + most <= room else { return false }
    var bytes = [UInt8](repeating: 0xa5, count: most)
    var span = bytes.mutableSpan
    var raw = span.mutableBytes
    let count = body(&raw)
    require(count <= most, "more was written than there was room for")
    output += bytes[..<count]
    return true
  }

  public func finish() { isFinished = true }

  public func abort() { isAborted = true }
}
