internal import Net
internal import _Concurrency

/// One connection of a server: reads requests, lets them be answered, writes the responses.
@safe
final class ServerConnection: @unchecked Sendable {
  /// Whether it waits for the first byte of a request.
  private(set) var isIdle = true
  let server: HTTPServer
  let source: MessageSource
  private var parser: RequestParser
  private var request = Request()
  /// What is sent next of a response that has to wait; takes no memory between two of them.
  var output: [UInt8] = []
  private var requestCount = 0
  /// Responses up to this many bytes need no look at the time while they are sent.
  private static var directByteCount: Int { 32768 }
  /// The content of the request that is being answered; nil if it has none.
  var content: IncomingContent?
  /// What is left to do for the response.
  var rest = Rest.nothing
  /// What is left to write of it, and whether in chunks.
  var body = ResponseBody.empty
  var hasChunks = false
  /// Whether another request may be read.
  var isPersistent = true
  var isBroken = false
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

  var stream: any ByteStream { source.stream }
  var limits: ServerLimits { server.limits }

  /// Serves requests until the connection ends.
  ///
  /// As long as whole requests have come and there is room for the responses, nothing here waits.
  @_optimize(speed)
  func run() async {
    while isPersistent, !server.isClosing {
      switch takeHead() {
      case .request:
        // What is rare has functions of its own: each variable that lives while something is waited
        // for costs some instructions, wherever it is used.
        if let handler = beginRequest() {
          do throws(HTTPError) {
            respond(try await handler(request))
          } catch {
            respond(error)
          }
        }
        if rest != .nothing { await finishResponse() }
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
    if !isReading {
      beginReading()
      // Who has had an answer needs time for the next question.
      if requestCount > 0, !source.hasBytes { return pause() }
    }
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
        if source.position == 0, !source.mayGrow() { return .refused(.serviceUnavailable) }
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

  /// Makes a request of what was read, and finds out who answers it.
  ///
  /// - Returns: Who does; nil if nobody need be asked: the response is written.
  @_optimize(speed)
  @inline(never)
  private func beginRequest() -> Handler? {
    source.position = parser.end
    requestCount &+= 1
    content = incomingContent()
    if !isKnownUniquelyReferenced(&request) { request = Request() }
    request.set(from: &parser, source.bytes, content: content)
    do throws(HTTPError) {
      switch try server.router.way(of: request) {
      case .handler(let handler): return handler
      case .response(let response): respond(response)
      }
    } catch {
      respond(error)
    }
    return nil
  }

  /// Answers a request with an error.
  @inline(never)
  private func respond(_ error: HTTPError) { respond(server.router.onError(error)) }

  /// Writes a response as far as that needs no waiting, and notes what is left to do.
  @_optimize(speed)
  @inline(never)
  private func respond(_ response: Response) {
    let isHead = request.method == .head
    let isVersion11 = request.head.isVersion11
    isPersistent =
      request.head.isPersistent && !server.isClosing && requestCount < limits.requests
      && (content.map { canKeep(after: $0) } ?? true)
    rest = content == nil ? .nothing : .content
    if isKnownUniquelyReferenced(&request) { request.clear() } else { request = Request() }
    switch response.body {
    case .text, .bytes, .empty:
      let hasContent = !isHead && !response.status.forbidsContent
      write(response, with: hasContent ? response.body : nil, by: headWriter(isVersion11))
    case .pieces, .upgrade, .stream:
      respondInParts(response, isHead: isHead, isVersion11: isVersion11)
    }
  }

  /// The same for a response whose content does not go with its head.
  @inline(never)
  private func respondInParts(_ response: Response, isHead: Bool, isVersion11: Bool) {
    // Version 1.0 has no chunks: what has no known length ends with the connection.
    if response.body.byteCount == nil, response.body.isUpgrade || !isVersion11 && !isHead {
      isPersistent = false
    }
    let writer = headWriter(isVersion11)
    if isHead || response.status.forbidsContent, !response.body.isUpgrade {
      write(response, with: nil, by: writer)
      return
    }
    postpone(response, with: response.body, by: writer)
  }

  /// Leaves a content to be written behind its head, which is in the buffer.
  @inline(never)
  private func postpone(
    _ response: Response, with content: ResponseBody, by writer: ResponseHeadWriter
  ) {
    writer.append(response, to: &output)
    (rest, body, hasChunks) = (.body, content, writer.hasChunks)
  }

  @inline(__always)
  private func headWriter(_ isVersion11: Bool) -> ResponseHeadWriter {
    ResponseHeadWriter(
      isVersion11: isVersion11, isPersistent: isPersistent, date: server.date.line(at: stream.now))
  }

  /// Writes a head, and perhaps the content, straight to where it waits to be sent; leaves it to
  /// be written later if there is no room.
  @inline(__always)
  private func write(
    _ response: Response, with content: ResponseBody?, by writer: ResponseHeadWriter
  ) {
    let capacity = writer.capacity(for: response, with: content)
    do throws(StreamError) {
      if capacity <= Self.directByteCount,
        try stream.writeAtOnce(
          atMost: capacity, { $0.write { writer.append(response, with: content, to: &$0) } })
      {
        return
      }
    } catch {
      breakOff()
      return
    }
    postpone(response, with: content ?? .empty, by: writer)
  }

  /// What is left to do for a response.
  enum Rest {
    case nothing
    /// To write a content, if there is one, behind the head, which is in the buffer.
    case body
    /// To read the content of the request, if nobody has.
    case content
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

  /// Answers what is no request.
  @inline(never)
  private func refuse(_ status: Status) async {
    isPersistent = false
    isIdle = false
    let writer = ResponseHeadWriter(isPersistent: false, date: server.date.line(at: stream.now))
    let response = server.router.onError(HTTPError(status))
    writer.append(response, to: &output)
    await write(response.body, after: nil, hasChunks: writer.hasChunks)
  }

  /// Ends the connection in a way that lets the client read the last response.
  ///
  /// Closing while bytes of the client's are on the way would make it lose that.
  ///
  /// Source: RFC 9112, section 9.6.
  @inline(never)
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
