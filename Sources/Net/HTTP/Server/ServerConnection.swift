internal import Net
internal import _Concurrency

/// One connection of a server: reads requests, lets them be answered, writes the responses.
@safe
final class ServerConnection: @unchecked Sendable {
  /// Whether it waits for the first byte of a request.
  private(set) var isIdle = true
  private let server: HTTPServer
  private let source: MessageSource
  private var parser: RequestParser
  private var output: [UInt8] = []
  private var requestCount = 0
  /// Whether another request may be read.
  private var isPersistent = true

  init(_ stream: any ByteStream, of server: HTTPServer) {
    self.server = server
    source = MessageSource(stream)
    parser = RequestParser(limits: server.limits.message)
  }

  private var stream: any ByteStream { source.stream }
  private var limits: ServerLimits { server.limits }

  /// Serves requests until the connection ends.
  func run() async {
    while isPersistent, !server.isClosing {
      switch await readHead() {
      case .request: await serve()
      case .refused(let status): await refuse(status)
      case .ended:
        stream.finish()
        return
      case .broken: return
      }
    }
    await close()
  }

  /// Ends the connection as soon as no request is being answered.
  func close(force: Bool) {
    if force {
      stream.abort()
    } else if isIdle {
      stream.finish()
    }
  }

  /// What became of the wait for a request.
  private enum Outcome {
    case request
    /// The head is not one, too large or too slow.
    case refused(Status)
    /// The client sends no more, or has not for a long time.
    case ended
    case broken
  }

  /// Waits for the head of a request.
  @_optimize(speed)
  private func readHead() async -> Outcome {
    source.discardUsed()
    var hasBegun = source.hasBytes
    // The first request of a connection has no idle time: who connects has something to say.
    var deadline: Instant?
    parser.begin(at: source.position)
    while true {
      if source.hasBytes {
        let bytes = source.bytes
        do throws(MessageError) {
          if try parser.advance(over: bytes.raw) {
            isIdle = false
            return .request
          }
        } catch {
          return .refused(error.status)
        }
      }
      if source.position > 0 {
        source.compact()
        parser.begin(at: 0)
        continue
      }
      if deadline == nil || !hasBegun && source.hasBytes {
        hasBegun = source.hasBytes
        let isPause = !hasBegun && requestCount > 0
        deadline = stream.now.advanced(
          byNanoseconds: isPause ? server.idleNanoseconds : server.headNanoseconds)
      }
      isIdle = !hasBegun
      do throws(StreamError) {
        guard try await source.fill(before: deadline) else {
          return source.hasBytes ? .refused(.badRequest) : .ended
        }
      } catch {
        guard error == .timedOut else { return .broken }
        return source.hasBytes ? .refused(.requestTimeout) : .ended
      }
    }
  }

  /// Lets a request be answered and writes the response.
  @_optimize(speed)
  private func serve() async {
    let head = parser.head
    source.position = parser.end
    requestCount += 1
    let content = content(of: head)
    let request = Request(head: head, bytes: source.bytes, content: content)
    let response: Response
    do throws(HTTPError) {
      response = try await server.router.answer(request)
    } catch {
      response = server.router.onError(error)
    }
    isPersistent =
      head.isPersistent && !server.isClosing && requestCount < limits.requests
      && (content.map { canKeep(after: $0) } ?? true)
    await write(response, to: head)
    if isPersistent, let content, !content.isAtEnd {
      isPersistent = await content.drain(atMost: limits.drain)
    }
  }

  /// The content of a request; nil if it has none.
  @inline(__always)
  private func content(of head: RequestHead) -> IncomingContent? {
    let framing = head.framing
    if framing == .length(0) { return nil }
    let pace = Pace(
      start: stream.now, grace: limits.contentGrace.nanoseconds, minimumRate: limits.contentRate)
    return IncomingContent(
      framing, of: source, limits: limits.message, pace: pace,
      awaitsGoAhead: head.expectsContinue)
  }

  /// Whether the connection can be used after a content that was perhaps not read.
  private func canKeep(after content: IncomingContent) -> Bool {
    if content.hasFailed { return false }
    if content.isAtEnd { return true }
    // Whether a client that got no go-ahead sends the content is not known.
    return !content.awaitsGoAhead && content.remaining ?? 0 <= limits.drain
  }

  /// Writes a response.
  @_optimize(speed)
  private func write(_ response: Response, to head: RequestHead) async {
    let writer = ResponseHeadWriter(
      isVersion11: head.isVersion11, isPersistent: settlePersistence(response, head),
      date: server.date.present)
    output.removeAll(keepingCapacity: true)
    writer.append(response, to: &output)
    do throws(HTTPError) {
      if head.method == .head || response.status.forbidsContent, !response.body.isUpgrade {
        try await stream.write(output, within: server.writeNanoseconds)
      } else {
        try await write(response.body, hasChunks: writer.hasChunks)
      }
    } catch {
      isPersistent = false
      stream.abort()
    }
  }

  /// Notes whether the connection goes on after a response, and returns it.
  @inline(__always)
  private func settlePersistence(_ response: Response, _ head: RequestHead) -> Bool {
    let endsWithConnection =
      response.body.byteCount == nil && !head.isVersion11 && head.method != .head
    if endsWithConnection || response.body.isUpgrade { isPersistent = false }
    return isPersistent
  }

  /// Writes what follows a head, with the head, which is in the buffer.
  @_optimize(speed)
  private func write(_ body: ResponseBody, hasChunks: Bool) async throws(HTTPError) {
    switch body {
    case .empty: break
    case .text(let text): output.append(text)
    case .bytes(let bytes): output += bytes
    case .pieces(let pieces):
      for piece in pieces { try await write(piece) }
    case .stream(let count, let produce):
      let sink = ResponseStream(
        stream, head: output, byteCount: count, hasChunks: hasChunks,
        stallLimit: server.writeNanoseconds)
      try await produce(sink)
      try await sink.finish()
      return
    case .upgrade(let run):
      try await stream.write(output, within: server.writeNanoseconds)
      await run(source)
      return
    }
    if !output.isEmpty { try await stream.write(output, within: server.writeNanoseconds) }
  }

  /// Adds a piece to the buffer, which is sent when it is large.
  private func write(_ piece: ResponseBody.Piece) async throws(HTTPError) {
    switch piece {
    case .bytes(let bytes): output += bytes
    case .part(let content, let range):
      var start = range.lowerBound
      while start < range.upperBound {
        let end = min(start + MessageSource.readByteCount, range.upperBound)
        content.append(start..<end, &output)
        start = end
        if start < range.upperBound {
          try await stream.write(output, within: server.writeNanoseconds)
          output.removeAll(keepingCapacity: true)
        }
      }
    }
  }

  /// Answers what is no request.
  private func refuse(_ status: Status) async {
    isPersistent = false
    isIdle = false
    var head = RequestHead()
    head.method = .get
    await write(server.router.onError(HTTPError(status)), to: head)
  }

  /// Ends the connection in a way that lets the client read the last response.
  ///
  /// Closing while bytes of the client's are on the way would make it lose that.
  ///
  /// Source: RFC 9112, section 9.6.
  private func close() async {
    stream.finish()
    let deadline = stream.now.advanced(byNanoseconds: limits.linger.nanoseconds)
    var byteCount = 0
    do throws(StreamError) {
      while byteCount < 1 << 20 {
        var rest: [UInt8] = []
        let count = try await stream.read(
          into: &rest, atMost: MessageSource.readByteCount, before: deadline)
        if count == 0 { return }
        byteCount += count
      }
    } catch {}
    stream.abort()
  }
}
