/// Reads the frames of a capture file of little-endian pcapng, as `CaptureLog` writes it.
public struct PcapngReader {
  /// Why a file cannot be read on.
  public struct Malformed: Error, Equatable {
    /// Where, in bytes.
    public var offset: Int
  }

  /// A frame with what the file says of it.
  public struct Packet {
    public var frame: SeenFrame
    public var place: CaptureLog.Place
    public var comments: [String]
  }

  private init() {}

  /// Gives every frame of a file to a closure, in order.
  ///
  /// - Parameters:
  ///   - file: The file's bytes.
  ///   - body: Takes a frame, which is valid only meanwhile.
  /// - Throws: `Malformed` where it is no such file.
  public static func read(_ file: [UInt8], _ body: (Packet) -> Void) throws(Malformed) {
    var offset = 0
    while offset < file.count {
      guard let type = long(file, offset), let count = long(file, offset + 4),
        count >= 12, count % 4 == 0, offset + count <= file.count,
        long(file, offset + count - 4) == count
      else { throw Malformed(offset: offset) }
      if type == Int(PcapngBlock.enhancedPacket) {
        guard packet(file, offset + 8, offset + count - 4, body) else {
          throw Malformed(offset: offset)
        }
      } else if offset == 0, type != Int(PcapngBlock.sectionHeader) {
        throw Malformed(offset: 0)
      }
      offset += count
    }
  }

  private static func packet(
    _ file: [UInt8], _ start: Int, _ end: Int, _ body: (Packet) -> Void
  ) -> Bool {
    guard start + 20 <= end, let interface = long(file, start), let high = long(file, start + 4),
      let low = long(file, start + 8), let count = long(file, start + 12),
      let place = CaptureLog.Place(rawValue: interface), count <= end - start - 20
    else { return false }
    var direction = SeenFrame.Direction.toGuest
    var comments: [String] = []
    var index = start + 20 + (count + 3) / 4 * 4
    while index + 4 <= end, let head = long(file, index), head & 0xffff != 0 {
      let (code, length) = (head & 0xffff, head >> 16)
      guard index + 4 + length <= end else { return false }
      let value = file[index + 4..<index + 4 + length]
      if code == 1 { comments.append(String(decoding: value, as: UTF8.self)) }
      if code == 2, value.first == 1 { direction = .fromGuest }
      index += 4 + (length + 3) / 4 * 4
    }
    file[start + 20..<start + 20 + count].withUnsafeBytes { bytes in
      let time = UInt64(high) << 32 | UInt64(low)
      let frame = SeenFrame(direction, at: time, ByteView(bytes))
      body(Packet(frame: frame, place: place, comments: comments))
    }
    return true
  }

  private static func long(_ file: [UInt8], _ offset: Int) -> Int? {
    guard offset >= 0, offset + 4 <= file.count else { return nil }
    return (0..<4).reduce(0) { $0 | Int(file[offset + $1]) << (8 * $1) }
  }
}
