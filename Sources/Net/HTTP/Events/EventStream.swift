/// Events that a client hears of while they happen.
///
///     router.get("/time") { _ in
///       .events { events in
///         while true { try await events.send("tick"); … }
///       }
///     }
///
/// Source: HTML Living Standard, section 9.2, "Server-sent events".
public struct EventStream: Sendable {
  private let stream: ResponseStream

  init(_ stream: ResponseStream) { self.stream = stream }

  /// Sends an event.
  ///
  /// - Parameters:
  ///   - data: What it says, in UTF-8; may have several lines.
  ///   - name: Its kind; nil is a `message`. What would end its line is left out.
  ///   - identifier: What the client names when it comes back, in `Last-Event-ID`.
  ///   - retry: Milliseconds after which the client comes back if the connection ends.
  /// - Throws: If the connection is broken, or the client takes nothing for too long.
  public func send(
    _ data: [UInt8], name: [UInt8]? = nil, identifier: [UInt8]? = nil, retry: Int? = nil
  ) async throws(HTTPError) {
    var text: [UInt8] = []
    if let name { Self.append("event: ", name, to: &text) }
    if let identifier { Self.append("id: ", identifier, to: &text) }
    if let retry {
      text.append("retry: ")
      text.append(decimal: retry)
      text.append("\n")
    }
    var (start, offset) = (0, 0)
    while offset <= data.count {
      let isBreak = offset < data.count && Self.endsLine(data[offset])
      if offset == data.count || isBreak {
        Self.append("data: ", Array(data[start..<offset]), to: &text)
        let isPair =
          isBreak && offset + 1 < data.count
          && data[offset] == ASCII.carriageReturn && data[offset + 1] == ASCII.lineFeed
        offset += isPair ? 1 : 0
        start = offset + 1
      }
      offset += 1
    }
    text.append("\n")
    try await stream.write(text)
  }

  /// Sends an event of constant text.
  public func send(_ data: StaticString) async throws(HTTPError) {
    try await send([UInt8](data))
  }

  /// Sends something that is no event, so that nobody between takes the connection for dead.
  public func keepAlive() async throws(HTTPError) { try await stream.write(":\n\n") }

  private static func append(_ name: StaticString, _ value: [UInt8], to text: inout [UInt8]) {
    text.append(name)
    for byte in value where !endsLine(byte) && byte != 0 { text.append(byte) }
    text.append("\n")
  }

  private static func endsLine(_ byte: UInt8) -> Bool {
    byte == ASCII.lineFeed || byte == ASCII.carriageReturn
  }
}

extension Response {
  /// A response that consists of events, sent as they happen.
  ///
  /// - Parameter produce: Sends them; when it returns, the response is over.
  /// - Returns: The response.
  public static func events(
    _ produce: @escaping @Sendable (EventStream) async throws(HTTPError) -> Void
  ) -> Response {
    Response.stream(type: "text/event-stream") { (stream) async throws(HTTPError) in
      // The client is told at once that it is connected.
      try await stream.flush()
      try await produce(EventStream(stream))
    }.adding("Cache-Control", "no-store")
  }
}
