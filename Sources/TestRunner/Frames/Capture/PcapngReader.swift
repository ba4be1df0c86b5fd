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
    /// The number of the card to or from which it goes.
    public var card = 0
  }

  /// What a file says beside its frames.
  public enum Note {
    /// There is one more interface, with the rules for its frames, if it has some.
    case interface(CardRules?)
    /// A remark on a moment, in nanoseconds since 1970.
    case mark(time: UInt64, text: String)
  }

  private init() {}

  /// Gives every frame of a file to a closure, in order.
  ///
  /// - Parameters:
  ///   - file: The file's bytes.
  ///   - note: Takes what is no frame, in its place among the frames.
  ///   - body: Takes a frame, which is valid only meanwhile.
  /// - Throws: `Malformed` where it is no such file.
  public static func read(
    _ file: [UInt8], note: (Note) -> Void = { _ in }, _ body: (Packet) -> Void
  ) throws(Malformed) {
    var offset = 0
    var interfaceCount = 0
    while offset < file.count {
      guard let type = long(file, offset), let count = long(file, offset + 4),
        count >= 12, count % 4 == 0, offset + count <= file.count,
        long(file, offset + count - 4) == count
      else { throw Malformed(offset: offset) }
      let (start, end) = (offset + 8, offset + count - 4)
      switch UInt32(type) {
      case PcapngBlock.sectionHeader: break
      case _ where offset == 0: throw Malformed(offset: 0)
      case PcapngBlock.enhancedPacket:
        guard packet(file, start, end, interfaceCount, body) else {
          throw Malformed(offset: offset)
        }
      case PcapngBlock.interface:
        interfaceCount += 1
        var rules: CardRules?
        _ = options(file, start + 8, end) { code, value in
          if code == 1 { rules = CardRules(parsing: String(decoding: value, as: UTF8.self)) }
        }
        note(.interface(rules))
      case PcapngBlock.statistics:
        guard start + 12 <= end, let time = time(file, start + 4) else { break }
        _ = options(file, start + 12, end) { code, value in
          if code == 1 { note(.mark(time: time, text: String(decoding: value, as: UTF8.self))) }
        }
      default: break
      }
      offset += count
    }
  }

  private static func packet(
    _ file: [UInt8], _ start: Int, _ end: Int, _ interfaceCount: Int, _ body: (Packet) -> Void
  ) -> Bool {
    guard start + 20 <= end, let interface = long(file, start), interface < interfaceCount,
      let time = time(file, start + 4), let count = long(file, start + 12),
      count <= end - start - 20
    else { return false }
    var direction = SeenFrame.Direction.toGuest
    var comments: [String] = []
    let areWhole = options(file, start + 20 + (count + 3) / 4 * 4, end) { code, value in
      if code == 1 { comments.append(String(decoding: value, as: UTF8.self)) }
      if code == 2, value.first == 1 { direction = .fromGuest }
    }
    guard areWhole else { return false }
    let (card, place) = CaptureLog.card(of: interface)
    file[start + 20..<start + 20 + count].withUnsafeBytes { bytes in
      let frame = SeenFrame(direction, at: time, ByteView(bytes))
      body(Packet(frame: frame, place: place, comments: comments, card: card))
    }
    return true
  }

  /// Gives the options of a block to a closure; whether they lie within it.
  private static func options(
    _ file: [UInt8], _ start: Int, _ end: Int, _ body: (Int, ArraySlice<UInt8>) -> Void
  ) -> Bool {
    var index = start
    while index + 4 <= end, let head = long(file, index), head & 0xffff != 0 {
      let (code, length) = (head & 0xffff, head >> 16)
      guard index + 4 + length <= end else { return false }
      body(code, file[index + 4..<index + 4 + length])
      index += 4 + (length + 3) / 4 * 4
    }
    return true
  }

  private static func time(_ file: [UInt8], _ offset: Int) -> UInt64? {
    guard let high = long(file, offset), let low = long(file, offset + 4) else { return nil }
    return UInt64(high) << 32 | UInt64(low)
  }

  private static func long(_ file: [UInt8], _ offset: Int) -> Int? {
    guard offset >= 0, offset + 4 <= file.count else { return nil }
    return (0..<4).reduce(0) { $0 | Int(file[offset + $1]) << (8 * $1) }
  }
}
