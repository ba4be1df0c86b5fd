/// The address of a network card on its link.
///
/// Source: IEEE 802.3-2018, section 3.2.3.
public struct MACAddress: RawRepresentable, Hashable, Sendable {
  /// The six octets, the first of them in bits 40 to 47; the upper 16 bits are 0.
  public let rawValue: UInt64

  /// Makes an address of the lower 48 bits of an integer.
  public init(rawValue: UInt64) { self.rawValue = rawValue & 0xffff_ffff_ffff }

  /// Makes an address of its octets, in the order in which they are written and sent.
  public init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ e: UInt8, _ f: UInt8) {
    let upper = UInt64(a) << 40 | UInt64(b) << 32 | UInt64(c) << 24
    rawValue = upper | UInt64(d) << 16 | UInt64(e) << 8 | UInt64(f)
  }

  /// The address of every card on the link.
  public static let broadcast = MACAddress(rawValue: 0xffff_ffff_ffff)

  /// The address of no card.
  public static let zero = MACAddress(rawValue: 0)

  /// The address at which a group of hosts is reached; 32 groups share one.
  ///
  /// Source: RFC 1112, section 6.4.
  public init(group: IPv4Address) {
    rawValue = 0x0100_5e00_0000 | UInt64(group.rawValue & 0x007f_ffff)
  }

  /// Whether it names a group of cards; the broadcast address does so too.
  public var isMulticast: Bool { rawValue & 0x0100_0000_0000 != 0 }

  /// Whether it can be the address of one card.
  public var isUnicast: Bool { !isMulticast && rawValue != 0 }

  /// Writes the six octets.
  ///
  /// - Precondition: They lie inside the span.
  @inline(__always)
  func emit(into bytes: inout MutableRawSpan, at offset: Int) {
    bytes.storeBigEndian(UInt32(truncatingIfNeeded: rawValue >> 16), at: offset)
    bytes.storeBigEndian(UInt16(truncatingIfNeeded: rawValue), at: offset + 4)
  }
}

extension RawSpan {
  /// Reads the six octets of a card's address, with a single load of eight bytes.
  ///
  /// - Precondition: They lie inside the span, and two more bytes after them, as in every header
  ///   that holds such an address.
  @inline(__always)
  func macAddress(at offset: Int) -> MACAddress {
    MACAddress(rawValue: bigEndian(at: offset, as: UInt64.self) >> 16)
  }
}
