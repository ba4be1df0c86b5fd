/// A frame on the link between a guest and its host.
public struct SeenFrame {
  /// Which way a frame goes.
  public enum Direction: String, CaseIterable, Codable, Sendable {
    case fromGuest = "from-guest"
    case toGuest = "to-guest"
  }

  public var direction: Direction
  /// Nanoseconds since 1970.
  public var time: UInt64
  /// The frame from its Ethernet header on, without the checksum that cards add.
  public var bytes: ByteView
  /// What the sender has left to the card.
  public var offload = Offload()

  public init(_ direction: Direction, at time: UInt64, _ bytes: ByteView) {
    self.direction = direction
    self.time = time
    self.bytes = bytes
  }

  /// The frame with the checksum that is left to the card; nil if none is.
  var completed: [UInt8]? {
    guard let start = offload.checksumStart, start + offload.checksumOffset + 2 <= bytes.count
    else { return nil }
    // The field holds the sum of what is outside of the part that the card adds up.
    var checksum = InternetChecksum()
    checksum.add(bytes.dropFirst(start))
    let sum = ~checksum.folded
    var copy = bytes.array
    let place = start + offload.checksumOffset
    copy[place] = UInt8(sum >> 8)
    copy[place + 1] = UInt8(sum & 0xff)
    return copy
  }

  /// What a card does with a frame before it is on the wire.
  ///
  /// Source: Virtio 1.2, section 5.1.6.
  public struct Offload: Equatable, Sendable {
    /// Where the bytes begin over which the card makes the checksum; nil if it makes none.
    public var checksumStart: Int?
    /// Where in them the checksum is.
    public var checksumOffset = 0
    /// The payload of each segment that the card makes of the frame; nil if it makes none.
    public var segmentByteCount: Int?

    public init() {}

    /// Reads the header that virtio puts before a frame; nil if it makes no sense.
    ///
    /// - Parameter bytes: The header's ten bytes, little-endian.
    public init?(virtioHeader bytes: UnsafeRawBufferPointer) {
      guard bytes.count >= 10 else { return nil }
      let word = { (index: Int) in
        Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt16.self)))
      }
      if bytes[0] & 1 != 0 {
        checksumStart = word(6)
        checksumOffset = word(8)
      }
      // Whatever kind of segments but none.
      if bytes[1] & 0x7f != 0 { segmentByteCount = word(4) }
    }
  }
}
