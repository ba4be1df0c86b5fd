internal import Net

/// Where the content of a response is written to while it is made.
///
/// Several tasks may write: what one writes at a time follows what another has written as a whole.
/// None may once the handler of the response has come back.
@safe
public final class ResponseStream: @unchecked Sendable {
  private let stream: any ByteStream
  private let hasChunks: Bool
  private let stallLimit: UInt64
  /// What may still be written; nil if the length was not stated.
  private var remaining: Int?
  private var pending: [UInt8]
  /// The content of the request, which may wait for a go-ahead.
  private let content: IncomingContent?
  /// Lets one task write at a time.
  private let turn = Turn()
  private var isEnded = false

  /// Makes one.
  ///
  /// - Parameters:
  ///   - stream: The connection.
  ///   - head: The response's head, which is sent with the first bytes.
  ///   - content: The content of the request, which may not be read yet.
  ///   - byteCount: The length that the head states.
  ///   - hasChunks: Whether it states that there are chunks.
  ///   - stallLimit: How many nanoseconds a write may wait.
  init(
    _ stream: any ByteStream, head: [UInt8], after content: IncomingContent?, byteCount: Int?,
    hasChunks: Bool, stallLimit: UInt64
  ) {
    self.stream = stream
    pending = head
    self.content = content
    remaining = byteCount
    self.hasChunks = hasChunks && byteCount == nil
    self.stallLimit = stallLimit
  }

  /// Sends bytes; waits while the client takes none.
  ///
  /// - Throws: If the connection is broken, more is written than was stated, or the response is
  ///   over.
  public func write(_ bytes: [UInt8]) async throws(HTTPError) {
    await turn.begin()
    defer { turn.end() }
    guard !isEnded else { throw HTTPError(.internalServerError) }
    guard !bytes.isEmpty else { return try await sendPending() }
    if let remaining {
      guard bytes.count <= remaining else { throw HTTPError(.internalServerError) }
      self.remaining = remaining - bytes.count
    }
    if hasChunks {
      pending.append(hexadecimal: UInt64(bytes.count))
      pending.append("\r\n")
    }
    if bytes.count > MessageSource.scarceByteCount {
      // They are in memory already, and as long as the client takes none.
      try await sendPending()
      try await stream.write(bytes, within: stallLimit)
    } else {
      pending += bytes
    }
    if hasChunks { pending.append("\r\n") }
    try await sendPending()
  }

  /// Sends constant text.
  public func write(_ text: StaticString) async throws(HTTPError) {
    try await write([UInt8](text))
  }

  /// Sends the head now, if it has not been sent.
  public func flush() async throws(HTTPError) {
    await turn.begin()
    defer { turn.end() }
    try await sendPending()
  }

  private func sendPending() async throws(HTTPError) {
    guard !pending.isEmpty else { return }
    // Once the response has begun, it is too late to ask for the content.
    content?.forgetGoAhead()
    var bytes: [UInt8] = []
    swap(&bytes, &pending)
    try await stream.write(bytes, within: stallLimit)
  }

  /// Says that everything was written.
  ///
  /// - Throws: If that is not true, or the connection is broken.
  func finish() async throws(HTTPError) {
    await turn.begin()
    defer { turn.end() }
    isEnded = true
    guard remaining ?? 0 == 0 else { throw HTTPError(.internalServerError) }
    if hasChunks { pending.append("0\r\n\r\n") }
    try await sendPending()
  }
}
