internal import Wire

extension Frames {
  /// Cuts the packet of a frame as a router would, without the stack's help.
  ///
  /// - Parameters:
  ///   - frame: A frame with a packet without options.
  ///   - sizes: Bytes of payload in each piece but the last, which has the rest.
  ///   - identification: Number of the packet.
  /// - Returns: A frame for each piece.
  static func fragments(
    of frame: [UInt8], sizes: [Int], identification: UInt16 = 7
  ) -> [[UInt8]] {
    let payload = Array(frame[34...])
    var offset = 0
    var frames: [[UInt8]] = []
    for size in sizes + [payload.count - sizes.reduce(0, +)] {
      let isLast = offset + size == payload.count
      frames.append(
        fragment(
          of: frame, Array(payload[offset..<offset + size]), at: offset, isLast: isLast,
          identification: identification))
      offset += size
    }
    return frames
  }

  /// A piece of the packet of a frame, with any bytes at any place.
  static func fragment(
    of frame: [UInt8], _ bytes: [UInt8], at offset: Int, isLast: Bool, identification: UInt16 = 7
  ) -> [UInt8] {
    let total = 20 + bytes.count
    let field = UInt16(offset / 8) | (isLast ? 0 : 0x2000)
    return editing(Array(frame[..<34])) { header in
      header.replaceSubrange(2..<4, with: [UInt8(total >> 8), UInt8(total & 255)])
      header.replaceSubrange(
        4..<6, with: [UInt8(identification >> 8), UInt8(identification & 255)])
      header.replaceSubrange(6..<8, with: [UInt8(field >> 8), UInt8(field & 255)])
    } + bytes
  }
}
