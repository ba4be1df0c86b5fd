internal import Net

/// The content of a message as it comes, in pieces.
///
///     while let piece = try await request.content.next() { … }
///
/// What is not taken from it is not read from the connection either, so that the sender waits.
@safe
public final class IncomingContent: @unchecked Sendable {
  private let source: MessageSource?
  private var decoder: ContentDecoder
  private let pace: Pace?
  /// Whether the sender waits to hear that the content is wanted.
  private(set) var awaitsGoAhead: Bool
  /// Whether the content broke off: what follows on the connection makes no sense.
  private(set) var hasFailed = false
  /// Whether its message was answered, and the rest is for nobody.
  private var isOver = false

  /// Makes a content that comes from a source, or an empty one.
  init(
    _ framing: ContentFraming, of source: MessageSource?, limits: MessageLimits,
    pace: Pace? = nil, awaitsGoAhead: Bool = false
  ) {
    self.source = source
    decoder = ContentDecoder(framing, limits: limits)
    self.pace = pace
    self.awaitsGoAhead = awaitsGoAhead
  }

  /// A content without bytes.
  static var empty: IncomingContent {
    IncomingContent(.length(0), of: nil, limits: MessageLimits())
  }

  /// Whether all of it was taken.
  public var isAtEnd: Bool { decoder.isAtEnd }

  /// Bytes that are still to come; nil if that is not known.
  var remaining: Int? { decoder.remaining }

  /// Bytes that were taken.
  public var byteCount: Int { decoder.count }

  /// The fields after a content that came in chunks; there are none before its end.
  public var trailers: Fields { Fields(bytes: decoder.trailerBytes, table: decoder.trailers) }

  /// Waits for the next piece.
  ///
  /// - Returns: The piece, which is not empty; nil after the last.
  /// - Throws: 400, 413 or 408 if the content is malformed, too long or too slow, or breaks off;
  ///   500 if the whole response was sent before: what is left of the content is thrown away then.
  public func next() async throws(HTTPError) -> [UInt8]? { try await take(asOwner: false) }

  /// The same, also for who throws away what is left.
  private func take(asOwner isOwner: Bool) async throws(HTTPError) -> [UInt8]? {
    guard let source else { return nil }
    guard !hasFailed else { throw .badRequest }
    while true {
      guard isOwner || !isOver else { throw HTTPError(.internalServerError) }
      switch try piece(of: source) {
      case .data(let range):
        let bytes = source.bytes
        return bytes.raw.copy(range)
      case .end: return nil
      case .needsMore: try await fill(source)
      }
    }
  }

  /// Waits for all of it.
  ///
  /// - Parameter limit: How many bytes at most; nil is satisfied with the limit of the connection.
  /// - Returns: The bytes.
  /// - Throws: As `next`; 413 if there are more, 503 if there is no memory for them.
  public func collect(atMost limit: Int? = nil) async throws(HTTPError) -> [UInt8] {
    let limit = limit ?? .max
    if let remaining = decoder.remaining, remaining > limit { throw .contentTooLarge }
    guard var bytes = try await next() else { return [] }
    while bytes.count <= limit {
      guard let piece = try await next() else { return bytes }
      let count = bytes.count + piece.count
      // The array moves when it grows, to one of twice the size.
      guard count <= max(bytes.capacity, MessageSource.scarceByteCount) || mayHold(2 * count) else {
        hasFailed = true
        throw HTTPError(.serviceUnavailable)
      }
      bytes += piece
    }
    throw .contentTooLarge
  }

  /// Whether there is memory for bytes that are made of it.
  func mayHold(_ byteCount: Int) -> Bool { source?.stream.mayHold(byteCount) ?? true }

  /// Sends no go-ahead any more.
  func forgetGoAhead() { awaitsGoAhead = false }

  /// Leaves nothing of it to others any more: its message was answered.
  func end() { isOver = true }

  /// Reads what is left of it and forgets it.
  ///
  /// - Parameter limit: How many bytes at most.
  /// - Returns: Whether that was the end.
  func drain(atMost limit: Int) async -> Bool {
    let start = byteCount
    do throws(HTTPError) {
      while byteCount - start <= limit {
        if try await take(asOwner: true) == nil { return true }
      }
    } catch {}
    return false
  }

  /// Decodes on.
  private func piece(of source: MessageSource) throws(HTTPError) -> ContentPiece {
    let bytes = source.bytes
    do throws(MessageError) {
      return try decoder.next(in: bytes.raw, from: &source.position)
    } catch {
      hasFailed = true
      throw HTTPError(error)
    }
  }

  /// Waits for more bytes.
  private func fill(_ source: MessageSource) async throws(HTTPError) {
    do throws(StreamError) {
      if awaitsGoAhead {
        awaitsGoAhead = false
        try await source.stream.write(
          [UInt8]("HTTP/1.1 100 Continue\r\n\r\n" as StaticString), before: pace?.deadline(after: 0)
        )
      }
      if source.hasBytes { source.compact() } else { source.discardUsed() }
      if try await source.fill(before: pace?.deadline(after: decoder.count)) { return }
    } catch {
      hasFailed = true
      throw HTTPError(error == .timedOut ? .requestTimeout : .badRequest)
    }
    do throws(MessageError) {
      try decoder.finish()
    } catch {
      hasFailed = true
      throw HTTPError(error)
    }
  }
}
