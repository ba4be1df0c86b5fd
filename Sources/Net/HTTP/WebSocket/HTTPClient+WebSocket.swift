extension HTTPClient {
  /// Turns the connection into one of WebSocket.
  ///
  /// Source: RFC 6455, section 4.1.
  ///
  /// - Parameters:
  ///   - target: The path and the query.
  ///   - settings: What the peer is granted, and which protocols are offered.
  ///   - random: Gives random numbers, which nobody can guess: for the key and for the masks.
  /// - Returns: The connection; this client is of no use afterwards.
  /// - Throws: `refused` if the server answers with anything else; else as `send`.
  public func webSocket(
    _ target: StaticString, _ settings: WebSocketSettings = WebSocketSettings(),
    random: @escaping @Sendable () -> UInt32
  ) async throws(ClientError) -> WebSocket {
    var nonce: [UInt8] = []
    for _ in 0..<4 { nonce.append(bigEndian: UInt64(random()), byteCount: 4) }
    let key = Base64.encode(nonce)
    var request = ClientRequest(.get, target)
    request.add("Upgrade", "websocket")
    request.add("Connection", "Upgrade")
    request.add("Sec-WebSocket-Version", "13")
    request.add("Sec-WebSocket-Key", key)
    for name in settings.protocols { request.add("Sec-WebSocket-Protocol", name) }
    let response = try await send(request)
    let spoken = response.fields["sec-websocket-protocol"]
    guard response.status == .switchingProtocols,
      response.fields.lists("upgrade", "websocket"),
      response.fields.lists("connection", "upgrade"),
      response.fields["sec-websocket-accept"] == WebSocketHandshake.accept(key),
      spoken.map({ name in settings.protocols.contains { name.equals($0) } }) ?? true
    else { throw .refused(response.status) }
    return WebSocket(source, settings, mask: random)
  }
}
