internal import Net
internal import _Concurrency

/// A WebSocket connection: messages in both directions.
///
///     router.get("/echo") { request in
///       .webSocket(request) { socket in
///         while let message = try? await socket.receive() { try? await socket.send(message) }
///       }
///     }
///
/// Pings are answered by `receive`; of several tasks that call it, one waits for a message at a
/// time. Several may send.
///
/// Source: RFC 6455.
@safe
public final class WebSocket: @unchecked Sendable {
  private let source: MessageSource
  private let settings: WebSocketSettings
  private var decoder: WebSocketDecoder
  /// Gives the masks of what a client sends; nil for a server, which masks nothing.
  private let mask: (@Sendable () -> UInt32)?
  private var hasSentClose = false
  private var end: WebSocketError?
  /// Until when the peer may take to close, too.
  private var closeLimit: Instant?
  private var isReceiving = false
  /// Who waits until nobody receives.
  private var others: [UnsafeContinuation<Void, Never>] = unsafe []
  /// Lets one frame out at a time.
  private let turn = Turn()

  init(_ source: MessageSource, _ settings: WebSocketSettings, mask: (@Sendable () -> UInt32)?) {
    self.source = source
    self.settings = settings
    self.mask = mask
    decoder = WebSocketDecoder(expectsMask: mask == nil, limit: settings.message)
  }

  /// Waits for a message.
  ///
  /// - Returns: The message.
  /// - Throws: `closed` once the peer has ended the connection; else why it is over.
  public func receive() async throws(WebSocketError) -> WebSocketMessage {
    while isReceiving { await otherReceiver() }
    if let end { throw end }
    isReceiving = true
    defer { stopReceiving() }
    do throws(WebSocketError) {
      while true {
        guard let event = try decode() else {
          try await fill()
          continue
        }
        if let message = try await handle(event) { return message }
      }
    } catch {
      if case .failed(let code) = error { try? await sendClose(code) }
      end = error
      throw error
    }
  }

  /// Sends a message; waits while the peer takes none.
  ///
  /// - Throws: Why the connection is over.
  public func send(_ message: WebSocketMessage) async throws(WebSocketError) {
    if let end { throw end }
    if hasSentClose { throw .closed(.none) }
    switch message {
    case .text(let bytes): try await send(.text, bytes)
    case .binary(let bytes): try await send(.binary, bytes)
    }
  }

  /// Sends constant text.
  public func send(_ text: StaticString) async throws(WebSocketError) {
    try await send(.text([UInt8](text)))
  }

  /// Asks the peer whether it is there.
  public func ping() async throws(WebSocketError) { try await send(.ping, []) }

  /// Ends the connection: says so, and waits until the peer does, too.
  ///
  /// - Parameter code: Why; one that a frame may hold.
  public func close(_ code: CloseCode = .normal) async {
    guard end == nil else { return }
    closeLimit = source.stream.now.advanced(byNanoseconds: settings.silence.nanoseconds)
    try? await sendClose(code)
    while end == nil {
      if isReceiving {
        // It sees the end, or leaves it to us.
        await otherReceiver()
      } else {
        _ = try? await receive()
      }
    }
  }

  /// Waits until who receives has done so.
  private func otherReceiver() async {
    await unsafe withUnsafeContinuation { unsafe others.append($0) }
  }

  private func stopReceiving() {
    isReceiving = false
    let waiting = unsafe others
    unsafe others = unsafe []
    for index in unsafe waiting.indices { unsafe waiting[index].resume() }
  }

  private func decode() throws(WebSocketError) -> WebSocketDecoder.Event? {
    let bytes = source.bytes
    return try decoder.next(in: bytes.raw, from: &source.position)
  }

  /// Waits for more bytes; asks whether the peer is there if none come.
  private func fill() async throws(WebSocketError) {
    source.discardUsed()
    if source.position > 0 { source.compact() }
    let held = decoder.heldByteCount
    // The message moves when it grows, to an array of twice the size.
    if held > 0, !source.stream.mayHold(2 * (held + MessageSource.readByteCount)) {
      throw .failed(.tryAgainLater)
    }
    var hasAsked = hasSentClose
    while true {
      if let closeLimit, source.stream.now >= closeLimit {
        source.stream.abort()
        throw .broken
      }
      do throws(StreamError) {
        var deadline = source.stream.now.advanced(byNanoseconds: settings.silence.nanoseconds)
        if let closeLimit { deadline = min(deadline, closeLimit) }
        guard try await source.fill(before: deadline) else { throw .broken(.reset) }
        return
      } catch {
        guard error == .timedOut, closeLimit != nil || !hasAsked else { throw .broken }
        hasAsked = true
      }
      if !hasSentClose { try await ping() }
    }
  }

  /// Does what an event asks for; returns the message if it is one.
  private func handle(
    _ event: WebSocketDecoder.Event
  ) async throws(WebSocketError) -> WebSocketMessage? {
    switch event {
    case .message(let message): return message
    case .ping(let bytes):
      if !hasSentClose { try await send(.pong, bytes) }
      return nil
    case .pong: return nil
    case .close(let code):
      if !hasSentClose { try await sendClose(code) }
      throw .closed(code)
    }
  }

  private func sendClose(_ code: CloseCode) async throws(WebSocketError) {
    guard !hasSentClose else { return }
    hasSentClose = true
    var bytes: [UInt8] = []
    if code.isSendable { bytes.append(bigEndian: UInt64(code.rawValue), byteCount: 2) }
    try await send(.close, bytes)
  }

  /// Sends a frame.
  private func send(
    _ opcode: WebSocketFrame.Opcode, _ payload: [UInt8]
  ) async throws(WebSocketError) {
    // A frame that must wait for room must not find another within it.
    await turn.begin()
    defer { turn.end() }
    if let end { throw end }
    do throws(HTTPError) {
      try await write(opcode, payload)
    } catch {
      end = .broken
      throw .broken
    }
  }

  /// Writes a frame; what is long is not copied as a whole, as many may wait for their peers.
  private func write(
    _ opcode: WebSocketFrame.Opcode, _ payload: [UInt8]
  ) async throws(HTTPError) {
    let (stream, limit) = (source.stream, settings.writeStall.nanoseconds)
    let mask = mask?()
    var bytes: [UInt8] = []
    WebSocketFrame(opcode: opcode, mask: mask, payloadByteCount: payload.count).append(to: &bytes)
    guard let mask else {
      if payload.count > MessageSource.scarceByteCount {
        try await stream.write(bytes, within: limit)
        return try await stream.write(payload, within: limit)
      }
      bytes += payload
      return try await stream.write(bytes, within: limit)
    }
    var start = 0
    repeat {
      let end = min(start + source.partByteCount, payload.count)
      bytes.reserveCapacity(bytes.count + end - start)
      for index in start..<end {
        bytes.append(payload[index] ^ WebSocketFrame.byte(of: mask, for: index))
      }
      start = end
      try await stream.write(bytes, within: limit)
      bytes.removeAll(keepingCapacity: true)
    } while start < payload.count
  }
}
