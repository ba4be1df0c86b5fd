public import Net
internal import _Concurrency

/// Makes requests over one connection, one after the other.
///
///     let client = HTTPClient(connection, host: "example.org")
///     let response = try await client.send(ClientRequest(.get, "/"))
///     let page = try await response.content.collect(atMost: 65536)
///
/// Source: RFC 9110; RFC 9112.
@safe
public final class HTTPClient: @unchecked Sendable {
  /// How large a response may be.
  public var limits = MessageLimits()
  /// How long each wait for the server may take.
  public var patience = Duration.seconds(30)
  let source: MessageSource
  private let host: [UInt8]
  /// The content of the response before.
  private var content: IncomingContent?
  private var isPersistent = true

  /// Makes a client of a connection.
  ///
  /// - Parameters:
  ///   - stream: The connection.
  ///   - host: The server's name, with its port if that is not 80.
  public init(_ stream: any ByteStream, host: [UInt8]) {
    source = MessageSource(stream)
    self.host = host
  }

  /// Whether a further request can be made.
  ///
  /// What the server has sent beyond its answer is no answer to anything (RFC 9112, section 6.3).
  public var isReady: Bool { isPersistent && content?.isAtEnd ?? true && !source.hasBytes }

  /// Makes a request and waits for the head of the response.
  ///
  /// Responses that only say that another will come are passed over.
  ///
  /// - Parameter request: The request.
  /// - Returns: The response, whose content is read by the caller.
  /// - Throws: Why there is none; the connection is of no use then, but for `malformedRequest`.
  public func send(_ request: ClientRequest) async throws(ClientError) -> ClientResponse {
    guard isReady else { throw .notReady }
    guard !request.isMalformed else { throw .malformedRequest }
    isPersistent = false
    var bytes: [UInt8] = []
    request.append(to: &bytes, host: host)
    do throws(HTTPError) {
      try await source.stream.write(bytes, within: patience.nanoseconds)
    } catch {
      throw .broken
    }
    for _ in 0...Self.interimLimit {
      let parser = try await readHead()
      source.position = parser.end
      if parser.status.rawValue >= 200 || parser.status == .switchingProtocols {
        return response(parser, to: request.method)
      }
    }
    throw .broken
  }

  /// How many responses are passed over that only say that another will come.
  private static var interimLimit: Int { 16 }

  /// Breaks the connection off or, if nothing is under way, ends it.
  public func close() {
    if isReady { source.stream.finish() } else { source.stream.abort() }
  }

  private func readHead() async throws(ClientError) -> ResponseParser {
    source.discardUsed()
    if source.position > 0 { source.compact() }
    var parser = ResponseParser(at: 0, limits: limits)
    while true {
      do throws(MessageError) {
        let bytes = source.bytes
        if try parser.advance(over: bytes.raw) { return parser }
      } catch {
        throw .malformed(error)
      }
      guard source.mayGrow() else { throw .broken }
      do throws(StreamError) {
        let deadline = source.stream.now.advanced(byNanoseconds: patience.nanoseconds)
        if try await source.fill(before: deadline) { continue }
      } catch {
        throw .broken
      }
      throw source.hasBytes ? .malformed(.cut) : .broken
    }
  }

  private func response(_ parser: ResponseParser, to method: Method) -> ClientResponse {
    let framing = parser.framing(answering: method)
    isPersistent = parser.isPersistent && framing != .untilClose
    let pace = Pace(start: source.stream.now, grace: patience.nanoseconds, minimumRate: 500)
    let content = IncomingContent(framing, of: source, limits: limits, pace: pace)
    self.content = content
    return ClientResponse(
      status: parser.status,
      fields: Fields(bytes: source.bytes, table: parser.fields.fields), content: content)
  }
}
