internal import FuzzSupport

@testable internal import HTTP

/// Frames, in pieces of two sizes: the messages must not depend on that.
@c(fuzz_WebSocket)
public func fuzzWebSocket(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let choice = input.byte()
  let step = max(Int(input.byte() % 16), 1)
  let frames = choice & 0x40 == 0 ? input.rest : sound(&input, isMasked: choice & 1 == 0)
  let limit = choice & 0x80 == 0 ? 1 << 20 : 100
  let (few, all) = (
    read(frames, isMasked: choice & 1 == 0, limit: limit, step),
    read(frames, isMasked: choice & 1 == 0, limit: limit, .max)
  )
  require(few.events == all.events && few.error == all.error, "frames are cut otherwise")
  return 0
}

/// Frames whose headers are in good order, written by the code that sends.
private func sound(_ input: inout FuzzInput, isMasked: Bool) -> [UInt8] {
  let opcodes: [WebSocketFrame.Opcode] = [.continuation, .text, .binary, .close, .ping, .pong]
  var bytes: [UInt8] = []
  while !input.isAtEnd, bytes.count < 4000 {
    let choice = input.byte()
    let payload = input.run()
    let opcode = opcodes[Int(choice % 6)]
    let frame = WebSocketFrame(
      opcode: opcode, isFinal: choice & 0x80 == 0, mask: isMasked ? 0x1122_3344 : nil,
      payloadByteCount: payload.count)
    let before = bytes.count
    frame.append(to: &bytes)
    var offset = before
    let again = try? WebSocketFrame.read(bytes.span.bytes, at: &offset)
    let isForbidden = opcode.isControl && (!frame.isFinal || payload.count > 125)
    require(isForbidden ? again == nil : again == frame, "a frame is read as another")
    bytes += payload.enumerated().map { index, byte in
      byte ^ (frame.mask.map { WebSocketFrame.byte(of: $0, for: index) } ?? 0)
    }
  }
  return bytes
}

private func read(
  _ bytes: [UInt8], isMasked: Bool, limit: Int, _ step: Int
) -> (events: [WebSocketDecoder.Event], error: WebSocketError?) {
  var decoder = WebSocketDecoder(expectsMask: isMasked, limit: limit)
  var events: [WebSocketDecoder.Event] = []
  var (position, count) = (0, 0)
  do throws(WebSocketError) {
    while true {
      if let event = try decoder.next(
        in: bytes.span.bytes.extracting(first: count), from: &position)
      {
        events.append(event)
        if case .message(let message) = event { require(message.bytes.count <= limit) }
      } else if count == bytes.count {
        return (events, nil)
      } else {
        count += min(step, bytes.count - count)
      }
    }
  } catch {
    return (events, error)
  }
}
