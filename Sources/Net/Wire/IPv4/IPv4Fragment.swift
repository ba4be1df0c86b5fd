/// Which piece of a packet another packet is, and whether it may be cut.
///
/// Source: RFC 791, section 3.1, "Flags" and "Fragment Offset".
public struct IPv4Fragment: RawRepresentable, Hashable, Sendable {
  /// The flags in the upper 3 bits and the offset in units of 8 bytes below.
  public let rawValue: UInt16

  /// Takes the flags and the offset as they stand in the header.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Makes the mark of one piece.
  ///
  /// - Parameters:
  ///   - byteOffset: Where the piece starts in the whole payload: a multiple of 8, at most 65,528.
  ///   - moreFollow: Whether it is not the last.
  public init(byteOffset: Int, moreFollow: Bool) {
    rawValue = UInt16(truncatingIfNeeded: byteOffset >> 3) & 0x1fff | (moreFollow ? 0x2000 : 0)
  }

  /// A whole packet that must not be cut.
  public static let forbidden = IPv4Fragment(rawValue: 0x4000)

  /// Whether routers must not cut the packet.
  public var mustNotFragment: Bool { rawValue & 0x4000 != 0 }

  /// Whether the packet is not the last piece.
  public var moreFollow: Bool { rawValue & 0x2000 != 0 }

  /// Where the payload starts in that of the whole packet, in bytes: a multiple of 8.
  public var byteOffset: Int { Int(rawValue & 0x1fff) << 3 }
}
