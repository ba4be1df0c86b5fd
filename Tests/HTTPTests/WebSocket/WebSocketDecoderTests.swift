internal import TestSupport
internal import Testing

@testable internal import HTTP

@Suite struct WebSocketDecoderTests {
  /// The events in bytes that come in parts, and what ended them.
  private func events(
    _ parts: [[UInt8]], limit: Int = 70_000
  ) -> ([WebSocketDecoder.Event], WebSocketError?) {
    var decoder = WebSocketDecoder(expectsMask: true, limit: limit)
    var (bytes, position): ([UInt8], Int) = ([], 0)
    var events: [WebSocketDecoder.Event] = []
    do throws(WebSocketError) {
      for part in parts {
        bytes += part
        while let event = try decoder.next(in: bytes.raw, from: &position) { events.append(event) }
      }
      return (events, nil)
    } catch {
      return (events, error)
    }
  }

  /// The bytes of a frame that a client sends.
  private func frame(
    _ opcode: WebSocketFrame.Opcode, _ payload: [UInt8], isFinal: Bool = true
  ) -> [UInt8] {
    let mask: UInt32 = 0x37fa_213d
    var bytes: [UInt8] = []
    WebSocketFrame(
      opcode: opcode, isFinal: isFinal, mask: mask, payloadByteCount: payload.count
    ).append(to: &bytes)
    return bytes + payload.indices.map { payload[$0] ^ WebSocketFrame.byte(of: mask, for: $0) }
  }

  @Test func `reads the frame of the standard`() {
    let bytes: [UInt8] = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]
    #expect(events([bytes]).0 == [.message(.text(Array("Hello".utf8)))])
    #expect(frame(.text, Array("Hello".utf8)) == bytes)
  }

  @Test(arguments: [0, 1, 125, 126, 127, 65535, 65536, 70_000])
  func `reads payloads of all sizes`(size: Int) {
    let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    #expect(events([frame(.binary, payload)]).0 == [.message(.binary(payload))])
    #expect(events([frame(.binary, payload)], limit: size - 1).1 == .failed(.messageTooBig))
  }

  @Test func `joins fragments, with control frames between them`() {
    let bytes =
      frame(.text, [0xe2], isFinal: false) + frame(.ping, [1, 2])
      + frame(.continuation, [], isFinal: false) + frame(.pong, [])
      + frame(.continuation, [0x82, 0xac]) + frame(.binary, [9])
      + frame(.close, [0x03, 0xe8] + Array("bye".utf8))
    let expected: [WebSocketDecoder.Event] = [
      .ping([1, 2]), .pong([]), .message(.text(Array("€".utf8))), .message(.binary([9])),
      .close(.normal),
    ]
    #expect(events([bytes]).0 == expected)
    #expect(events(bytes.map { [$0] }).0 == expected)
    #expect(events([frame(.close, [])]).0 == [.close(.none)])
  }

  @Test func `refuses what breaks the rules`() {
    let unmasked: [UInt8] = [0x81, 0x01, 0x41]
    let broken: [([UInt8], CloseCode)] = [
      (unmasked, .protocolError), ([0xc1, 0x80, 0, 0, 0, 0], .protocolError),
      ([0x83, 0x80, 0, 0, 0, 0], .protocolError), ([0x8b, 0x80, 0, 0, 0, 0], .protocolError),
      (frame(.ping, [], isFinal: false), .protocolError),
      (frame(.ping, [UInt8](repeating: 0, count: 126)), .protocolError),
      (frame(.continuation, [1]), .protocolError),
      (frame(.text, [65], isFinal: false) + frame(.text, [66]), .protocolError),
      ([0x82, 0xfe, 0, 125, 0, 0, 0, 0], .protocolError),
      ([0x82, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0], .protocolError),
      ([0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], .protocolError),
      (frame(.close, [3]), .protocolError), (frame(.close, [0x03, 0xed]), .protocolError),
      (frame(.close, [0, 0]), .protocolError), (frame(.close, [0x03, 0xe8, 0xff]), .invalidText),
      (frame(.text, [0xff]), .invalidText), (frame(.text, [0xe2, 0x82]), .invalidText),
      (frame(.text, [0xed, 0xa0, 0x80]), .invalidText),
      (frame(.text, [0xe2], isFinal: false) + frame(.continuation, [0x41]), .invalidText),
    ]
    for (bytes, code) in broken {
      #expect(events([bytes]).1 == .failed(code), "\(bytes.prefix(16))")
      #expect(events(bytes.map { [$0] }).1 == .failed(code))
    }
  }

  @Test func `takes whatever comes, however it is cut`() {
    var random = SeededGenerator(seed: 6455)
    let bytes =
      frame(.text, Array("héllo".utf8), isFinal: false) + frame(.ping, [1])
      + frame(.continuation, Array("wörld".utf8)) + frame(.close, [3, 232])
    for seed in 0..<10_000 {
      var mutated = bytes
      for _ in 0..<random.below(4) { mutated.mutate(&random) }
      let whole = events([mutated])
      let parts = events(mutated.cut(&random))
      #expect(parts.0 == whole.0 && parts.1 == whole.1, "mutation \(seed)")
    }
  }
}
