/// Blocks of a capture file.
///
/// Source: draft-ietf-opsawg-pcapng, sections 4.1, 4.2, 4.3, 4.6 and 3.5.
enum PcapngBlock {
  static let sectionHeader: UInt32 = 0x0a0d_0d0a
  static let interface: UInt32 = 1
  static let enhancedPacket: UInt32 = 6
  static let statistics: UInt32 = 5

  /// The start of a file: a section of unknown length.
  static var section: [UInt8] {
    var body = bytes(UInt32(0x1a2b_3c4d))
    body += bytes(UInt16(1)) + bytes(UInt16(0)) + bytes(UInt64.max)
    return block(sectionHeader, body)
  }

  /// An interface with Ethernet and times in nanoseconds.
  static func interface(named name: String, comment: String? = nil) -> [UInt8] {
    var body = bytes(UInt16(1)) + bytes(UInt16(0)) + bytes(UInt32(0))
    if let comment { append(1, Array(comment.utf8), to: &body) }
    append(2, Array(name.utf8), to: &body)
    append(9, [9], to: &body)
    return block(interface, body + bytes(UInt32(0)))
  }

  /// A frame of one interface.
  static func packet(_ frame: SeenFrame, interface: Int, comments: [String]) -> [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(frame.bytes.count + 64)
    body += bytes(UInt32(interface))
    body += bytes(UInt32(frame.time >> 32)) + bytes(UInt32(truncatingIfNeeded: frame.time))
    body += bytes(UInt32(frame.bytes.count)) + bytes(UInt32(frame.bytes.count))
    body += frame.bytes.buffer
    pad(&body)
    // As the host's interface sees it.
    append(2, bytes(UInt32(frame.direction == .fromGuest ? 1 : 2)), to: &body)
    for comment in comments { append(1, Array(comment.utf8.prefix(4000)), to: &body) }
    return block(enhancedPacket, body + bytes(UInt32(0)))
  }

  /// A remark on a moment without a frame, as statistics of the first interface.
  static func mark(_ text: String, at time: UInt64) -> [UInt8] {
    var body = bytes(UInt32(0))
    body += bytes(UInt32(time >> 32)) + bytes(UInt32(truncatingIfNeeded: time))
    append(1, Array(text.utf8.prefix(4000)), to: &body)
    return block(statistics, body + bytes(UInt32(0)))
  }

  private static func append(_ code: UInt16, _ value: [UInt8], to body: inout [UInt8]) {
    body += bytes(code) + bytes(UInt16(value.count))
    body += value
    pad(&body)
  }

  private static func pad(_ body: inout [UInt8]) {
    while body.count % 4 != 0 { body.append(0) }
  }

  private static func block(_ type: UInt32, _ body: [UInt8]) -> [UInt8] {
    let count = bytes(UInt32(body.count + 12))
    return bytes(type) + count + body + count
  }

  private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}
