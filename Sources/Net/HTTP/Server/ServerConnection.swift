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
  private var request = Request()
  /// What is sent at once: a head, perhaps with its content.
  private var output: [UInt8] = []
  private var requestCount = 0
  /// Whether another request may be read.
  private var isPersistent = true
  private var isBroken = false
  /// Whether the head of a request is being read.
  private var isReading = false
  /// Whether its lines are read one by one, as they come.
  private var isHeadBegun = false
  /// When the wait for the head ends; nil if there was none.
  private var deadline: Instant?
  /// Whether that is because of a head whose first byte has come.
  private var hasHeadLimit = false

  init(_ stream: any ByteStream, of server: HTTPServer) {
    self.server = server
    source = MessageSource(stream)
    parser = RequestParser(limits: server.limits.message)
  }

  private var stream: any ByteStream { source.stream }
  private var limits: ServerLimits { server.limits }

  /// Serves requests until the connection ends.
  ///
  /// As long as whole requests have come and there is room for the responses, nothing here waits.
  @_optimize(speed)
  func run() async {
    while isPersistent, !server.isClosing {
      switch takeHead() {
      case .request: await serve()
      case .pending(let deadline):
        // Safe: the stream resumes it, once.
        await unsafe withUnsafeContinuation {
          unsafe stream.resume($0, onceReadableBefore: deadline)
        }
      case .refused(let status): await refuse(status)
      case .ended:
        stream.finish()
        return
      case .broken: return
      }
    }
    if !isBroken { await close() }
  }

  /// Ends the connection as soon as no request is being answered.
  func close(force: Bool) {
    if force {
      stream.abort()
    } else if isIdle {
      stream.finish()
    }
  }

  /// What came of the look for a request.
  private enum Outcome {
    case request
    /// It has not come as a whole; how long to wait.
    case pending(Instant)
    /// The head is not one, too large or too slow.
    case refused(Status)
    /// The client sends no more, or has not for a long time.
    case ended
    case broken
  }

  /// Takes the head of a request, if it has come.
  @_optimize(speed)
  private func takeHead() -> Outcome {
    if !isReading { beginReading() }
    while true {
      if source.hasBytes {
        do throws(MessageError) {
          if try parseHead() {
            isIdle = false
            isReading = false
            return .request
          }
        } catch {
          return .refused(error.status)
        }
      }
      if source.position > 0 {
        source.compact()
        parser.begin(at: 0)
        isHeadBegun = false
        continue
      }
      do throws(StreamError) {
        guard let count = try source.takeArrived() else { return pause() }
        if count == 0 { return source.hasBytes ? .refused(.badRequest) : .ended }
      } catch {
        return .broken
      }
    }
  }

  /// Begins with another request, which may have come behind the one before.
  @inline(__always)
  private func beginReading() {
    source.discardUsed()
    parser.begin(at: source.position)
    isReading = true
    isHeadBegun = false
    deadline = nil
  }

  /// Reads what has come of the head.
  ///
  /// - Returns: Whether that is all of it.
  /// - Throws: What is wrong with it.
  @inline(__always)
  private func parseHead() throws(MessageError) -> Bool {
    let bytes = source.bytes
    if !isHeadBegun, parser.takeWhole(bytes.raw) { return true }
    isHeadBegun = true
    return try parser.advance(over: bytes.raw)
  }

  /// Finds out how long to wait for more of the head.
  private func pause() -> Outcome {
    let hasBytes = source.hasBytes
    isIdle = !hasBytes
    let now = stream.now
    if let deadline, hasHeadLimit || !hasBytes {
      // The stream may have had another reason to end the wait.
      if Task.isCancelled { return .broken }
      if now < deadline { return .pending(deadline) }
      return hasBytes ? .refused(.requestTimeout) : .ended
    }
    // The first request of a connection has no idle time: who connects has something to say.
    let isIdleTime = !hasBytes && requestCount > 0
    hasHeadLimit = hasBytes
    let limit = now.advanced(
      byNanoseconds: isIdleTime ? server.idleNanoseconds : server.headNanoseconds)
    deadline = limit
    return .pending(limit)
  }

  /// Lets the request be answered that was read, and writes the response.
  @_optimize(speed)
  private func serve() async {
    source.position = parser.end
    requestCount &+= 1
    let content = incomingContent()
    if !isKnownUniquelyReferenced(&request) { request = Request() }
    request.set(from: &parser, source.bytes, content: content)
    let response: Response
    do throws(HTTPError) {
      response = try await server.router.answer(request)
    } catch {
      response = server.router.onError(error)
    }
    if let rest = respond(response, content) { await write(rest, after: content) }
  }

  /// Writes a response as far as that needs no waiting.
  ///
  /// - Returns: What is left to do.
  @_optimize(speed)
  @inline(__always)
  private func respond(_ response: Response, _ content: IncomingContent?) -> Rest? {
    let isHead = request.method == .head
    let isVersion11 = request.head.isVersion11
    isPersistent =
      request.head.isPersistent && !server.isClosing && requestCount < limits.requests
      && (content.map { canKeep(after: $0) } ?? true)
    if isKnownUniquelyReferenced(&request) { request.clear() } else { request = Request() }
    if let body = compose(response, isHead: isHead, isVersion11: isVersion11) {
      return .body(body, hasChunks: isVersion11)
    }
    do throws(StreamError) {
      guard try stream.writeAtOnce(output) else { return .output }
    } catch {
      breakOff()
      return nil
    }
    return content == nil ? nil : .content
  }

  /// What is left to do for a response.
  private enum Rest {
    /// A content, with the head, which is in the buffer.
    case body(ResponseBody, hasChunks: Bool)
    /// What is in the buffer.
    case output
    /// The content of the request, which perhaps nobody has read.
    case content
  }

  /// Does what is left to do.
  private func write(_ rest: Rest, after content: IncomingContent?) async {
    switch rest {
    case .body(let body, let hasChunks): await write(body, after: content, hasChunks: hasChunks)
    case .output: await writeOutput()
    case .content: break
    }
    if let content, isPersistent, !content.isAtEnd {
      isPersistent = await content.drain(atMost: limits.drain)
    }
  }

  /// The content of the request that was read; nil if it has none.
  @inline(__always)
  private func incomingContent() -> IncomingContent? {
    let framing = parser.head.framing
    if framing == .length(0) { return nil }
    let pace = Pace(
      start: stream.now, grace: limits.contentGrace.nanoseconds, minimumRate: limits.contentRate)
    return IncomingContent(
      framing, of: source, limits: limits.message, pace: pace,
      awaitsGoAhead: parser.head.expectsContinue)
  }

  /// Whether the connection can be used after a content that was perhaps not read.
  private func canKeep(after content: IncomingContent) -> Bool {
    if content.hasFailed { return false }
    if content.isAtEnd { return true }
    // Whether a client that got no go-ahead sends the content is not known.
    return !content.awaitsGoAhead && content.remaining ?? 0 <= limits.drain
  }

  /// Writes a response into the buffer, with its content if that is at hand and short.
  ///
  /// - Returns: The content, if it is to be written with what is in the buffer.
  @_optimize(speed)
  private func compose(
    _ response: Response, isHead: Bool, isVersion11: Bool
  ) -> ResponseBody? {
    // Version 1.0 has no chunks: what has no known length ends with the connection.
    if response.body.byteCount == nil, response.body.isUpgrade || !isVersion11 && !isHead {
      isPersistent = false
    }
    let writer = ResponseHeadWriter(
      isVersion11: isVersion11, isPersistent: isPersistent, date: server.date.present)
    output.removeAll(keepingCapacity: true)
    if isHead || response.status.forbidsContent, !response.body.isUpgrade {
      writer.append(response, to: &output)
      return nil
    }
    switch response.body {
    case .text, .bytes, .empty:
      writer.append(response, with: response.body, to: &output)
      return nil
    case .pieces, .upgrade, .stream:
      writer.append(response, to: &output)
      return response.body
    }
  }

  /// Sends the buffer.
  private func writeOutput() async {
    do throws(HTTPError) {
      try await stream.write(output, within: server.writeNanoseconds)
    } catch {
      breakOff()
    }
  }

  private func breakOff() {
    isPersistent = false
    isBroken = true
    stream.abort()
  }

  /// Writes what follows a head, with the head, which is in the buffer.
  private func write(
    _ body: ResponseBody, after content: IncomingContent?, hasChunks: Bool
  ) async {
    do throws(HTTPError) {
      switch body {
      case .empty, .text, .bytes: break
      case .pieces(let pieces):
        for piece in pieces { try await write(piece) }
        if !output.isEmpty { try await stream.write(output, within: server.writeNanoseconds) }
      case .stream(let count, let produce):
        let sink = ResponseStream(
          stream, head: output, after: content, byteCount: count, hasChunks: hasChunks,
          stallLimit: server.writeNanoseconds)
        try await produce(sink)
        try await sink.finish()
      case .upgrade(let run):
        try await stream.write(output, within: server.writeNanoseconds)
        await run(source)
      }
    } catch {
      breakOff()
    }
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
    _ = compose(server.router.onError(HTTPError(status)), isHead: false, isVersion11: true)
    await writeOutput()
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
