/// The header of a frame.
///
/// Source: RFC 6455, section 5.2.
struct WebSocketFrame: Equatable, Sendable {
  /// What a frame is for.
  enum Opcode: UInt8, Sendable {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10

    var isControl: Bool { rawValue >= 8 }
  }

  var opcode: Opcode
  /// Whether the message ends with this frame.
  var isFinal = true
  /// What the payload is masked with, the first byte highest; nil if it is not.
  var mask: UInt32?
  var payloadByteCount: Int

  /// Reads a header.
  ///
  /// - Parameters:
  ///   - bytes: All bytes so far.
  ///   - offset: Where it begins; where the payload begins afterwards.
  /// - Returns: The header; nil if it is not complete.
  /// - Throws: `protocolError` if it is none, or its length is not written in the shortest way.
  static func read(
    _ bytes: RawSpan, at offset: inout Int
  ) throws(WebSocketError) -> WebSocketFrame? {
    guard bytes.byteCount - offset >= 2 else { return nil }
    let (first, second) = (bytes[offset], bytes[offset + 1])
    // Nobody has agreed on an extension, which alone could give the other bits a meaning.
    guard first & 0x70 == 0, let opcode = Opcode(rawValue: first & 15) else {
      throw .failed(.protocolError)
    }
    let isFinal = first & 0x80 != 0
    var payload = Int(second & 0x7f)
    if opcode.isControl, !isFinal || payload > 125 { throw .failed(.protocolError) }
    let lengthByteCount = payload < 126 ? 0 : payload == 126 ? 2 : 8
    let hasMask = second & 0x80 != 0
    let headerByteCount = 2 + lengthByteCount + (hasMask ? 4 : 0)
    guard bytes.byteCount - offset >= headerByteCount else { return nil }
    if lengthByteCount > 0 {
      let length = bytes.number(at: offset + 2, byteCount: lengthByteCount)
      guard length <= Int.max, length > (lengthByteCount == 2 ? 125 : 0xffff) else {
        throw .failed(.protocolError)
      }
      payload = Int(length)
    }
    let mask =
      hasMask ? UInt32(bytes.number(at: offset + 2 + lengthByteCount, byteCount: 4)) : nil
    offset += headerByteCount
    return WebSocketFrame(
      opcode: opcode, isFinal: isFinal, mask: mask, payloadByteCount: payload)
  }

  /// Adds the header to a buffer.
  func append(to bytes: inout [UInt8]) {
    bytes.append(opcode.rawValue | (isFinal ? 0x80 : 0))
    let masked: UInt8 = mask == nil ? 0 : 0x80
    switch payloadByteCount {
    case 0...125: bytes.append(UInt8(payloadByteCount) | masked)
    case 126...0xffff:
      bytes.append(126 | masked)
      bytes.append(bigEndian: UInt64(payloadByteCount), byteCount: 2)
    default:
      bytes.append(127 | masked)
      bytes.append(bigEndian: UInt64(payloadByteCount), byteCount: 8)
    }
    if let mask { bytes.append(bigEndian: UInt64(mask), byteCount: 4) }
  }

  /// One byte of a mask.
  ///
  /// - Parameters:
  ///   - mask: The mask.
  ///   - index: Which byte of the payload it is for.
  /// - Returns: The byte.
  @inline(__always)
  static func byte(of mask: UInt32, for index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: mask >> (24 &- 8 &* UInt32(truncatingIfNeeded: index & 3)))
  }
}

extension RawSpan {
  /// A number of several bytes, the first of them highest.
  fileprivate func number(at offset: Int, byteCount: Int) -> UInt64 {
    (offset..<offset + byteCount).reduce(0) { $0 << 8 | UInt64(self[$1]) }
  }
}

extension Array where Element == UInt8 {
  /// Adds a number of several bytes, the first of them highest.
  mutating func append(bigEndian number: UInt64, byteCount: Int) {
    for place in (0..<byteCount).reversed() {
      append(UInt8(truncatingIfNeeded: number >> UInt64(8 * place)))
    }
  }
}
