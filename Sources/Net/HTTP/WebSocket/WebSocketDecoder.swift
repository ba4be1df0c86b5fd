/// Makes messages of frames, in bytes that come bit by bit.
///
/// Source: RFC 6455, sections 5 and 8.1.
struct WebSocketDecoder: Sendable {
  /// What was found in the bytes.
  enum Event: Equatable, Sendable {
    case message(WebSocketMessage)
    case ping([UInt8])
    case pong([UInt8])
    /// The peer wants to end the connection.
    case close(CloseCode)
  }

  /// Whether the frames that come must be masked, as those of clients are; else they must not be.
  let expectsMask: Bool
  /// Bytes that a message may have.
  let limit: Int
  private var frame: WebSocketFrame?
  /// What came of the payload of the present frame.
  private var taken = 0
  /// The message so far, and whether it is text; nil between two messages.
  private var message: [UInt8] = []
  private var isText: Bool?
  private var text = UTF8Check()
  private var control: [UInt8] = []

  /// How many bytes of an unfinished message there are.
  var heldByteCount: Int { message.count }

  init(expectsMask: Bool, limit: Int) {
    self.expectsMask = expectsMask
    self.limit = limit
  }

  /// Reads on.
  ///
  /// - Parameters:
  ///   - bytes: All bytes so far.
  ///   - position: Up to where they have been used.
  /// - Returns: What was found; nil if more bytes must come first.
  /// - Throws: `failed` with what the peer is to be told.
  mutating func next(
    in bytes: RawSpan, from position: inout Int
  ) throws(WebSocketError) -> Event? {
    while true {
      guard let frame else {
        guard let next = try WebSocketFrame.read(bytes, at: &position) else { return nil }
        try begin(next)
        continue
      }
      try take(frame, bytes, from: &position)
      guard taken == frame.payloadByteCount else { return nil }
      self.frame = nil
      if let event = try end(frame) { return event }
    }
  }

  /// Begins a frame.
  private mutating func begin(_ next: WebSocketFrame) throws(WebSocketError) {
    guard (next.mask != nil) == expectsMask else { throw .failed(.protocolError) }
    if !next.opcode.isControl {
      guard (next.opcode == .continuation) == (isText != nil) else {
        throw .failed(.protocolError)
      }
      if next.payloadByteCount > limit - message.count { throw .failed(.messageTooBig) }
      if next.opcode != .continuation {
        isText = next.opcode == .text
        text = UTF8Check()
      }
    }
    frame = next
    taken = 0
  }

  /// Takes what has come of a payload.
  private mutating func take(
    _ frame: WebSocketFrame, _ bytes: RawSpan, from position: inout Int
  ) throws(WebSocketError) {
    let count = min(bytes.byteCount - position, frame.payloadByteCount - taken)
    let checksText = isText == true && !frame.opcode.isControl
    for index in 0..<count {
      let byte =
        bytes[position + index]
        ^ (frame.mask.map { WebSocketFrame.byte(of: $0, for: taken + index) } ?? 0)
      if frame.opcode.isControl {
        control.append(byte)
      } else {
        // Text that is none is refused as soon as that is certain.
        if checksText, !text.accept(byte) { throw .failed(.invalidText) }
        message.append(byte)
      }
    }
    position += count
    taken += count
  }

  /// Ends a frame.
  private mutating func end(_ frame: WebSocketFrame) throws(WebSocketError) -> Event? {
    if frame.opcode.isControl {
      defer { control = [] }
      switch frame.opcode {
      case .ping: return .ping(control)
      case .pong: return .pong(control)
      default: return .close(try closeCode())
      }
    }
    guard frame.isFinal, let isText else { return nil }
    defer {
      message = []
      self.isText = nil
    }
    guard isText else { return .message(.binary(message)) }
    guard text.isAtBoundary else { throw .failed(.invalidText) }
    return .message(.text(message))
  }

  /// Reads the payload of a close frame.
  private func closeCode() throws(WebSocketError) -> CloseCode {
    if control.isEmpty { return .none }
    guard control.count >= 2 else { throw .failed(.protocolError) }
    let code = CloseCode(rawValue: UInt16(control[0]) << 8 | UInt16(control[1]))
    guard code.isSendable else { throw .failed(.protocolError) }
    guard UTF8Check.isValid(control.raw.extracting(2..<control.count)) else {
      throw .failed(.invalidText)
    }
    return code
  }
}
