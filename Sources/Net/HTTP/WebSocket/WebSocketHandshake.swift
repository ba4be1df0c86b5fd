/// How a connection comes to speak WebSocket.
///
/// Source: RFC 6455, section 4.
enum WebSocketHandshake {
  /// The answer to a key.
  static func accept(_ key: [UInt8]) -> [UInt8] {
    var text = key
    text.append("258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
    return Base64.encode(SHA1.hash(text))
  }

  /// Answers the opening handshake of a client.
  ///
  /// - Parameters:
  ///   - request: What the client sent.
  ///   - protocols: What is spoken on top, the most wanted first.
  /// - Returns: The fields to answer with, or, if the request is no handshake, the response to it.
  static func answer(
    _ request: Request, _ protocols: [StaticString]
  ) -> Result<Response, HTTPError> {
    let fields = request.fields
    guard fields.lists("upgrade", "websocket"), fields.lists("connection", "upgrade") else {
      return .failure(HTTPError(.upgradeRequired))
    }
    // A content would be taken for frames by this side, and for none by others on the way.
    guard request.method == .get, request.head.isVersion11, request.content.isAtEnd,
      let key = fields["sec-websocket-key"],
      Base64.decode(key)?.count == 16
    else { return .failure(.badRequest) }
    guard fields.has("sec-websocket-version", "13") else {
      return .failure(HTTPError(.upgradeRequired))
    }
    var response = Response(.switchingProtocols)
    response.add("Upgrade", "websocket")
    response.add("Sec-WebSocket-Accept", accept(key))
    let spoken = protocols.first { name in
      fields.contains("sec-websocket-protocol") { bytes, range in
        var list = CommaList(range)
        while let element = list.next(in: bytes) {
          if bytes.equals(element, name) { return true }
        }
        return false
      }
    }
    if let spoken { response.add("Sec-WebSocket-Protocol", spoken) }
    return .success(response)
  }
}

extension Response {
  /// Answers a request that wants to speak WebSocket; any other is told to.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - settings: What the peer is granted.
  ///   - run: Speaks; the connection is closed when it returns.
  /// - Returns: The response.
  public static func webSocket(
    _ request: Request, _ settings: WebSocketSettings = WebSocketSettings(),
    _ run: @escaping @Sendable (WebSocket) async -> Void
  ) -> Response {
    switch WebSocketHandshake.answer(request, settings.protocols) {
    case .success(var response):
      response.body = .upgrade { source in
        let socket = WebSocket(source, settings, mask: nil)
        await run(socket)
        await socket.close()
      }
      return response
    case .failure(let error):
      var response = Response(error.status)
      if error.status == .upgradeRequired {
        response.add("Upgrade", "websocket")
        response.add("Connection", "Upgrade")
        response.add("Sec-WebSocket-Version", "13")
      }
      return response
    }
  }
}
