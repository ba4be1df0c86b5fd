/// An address with the length of its network's prefix.
///
/// Source: RFC 4632, section 3.1.
public struct IPv4Network: Hashable, Sendable {
  /// An address inside the network: that of an interface, say.
  public let address: IPv4Address
  /// Number of leading bits that all addresses of the network share, 0 to 32.
  public let prefixBitCount: Int

  /// Ones where the network's prefix is, in host order.
  private let mask: UInt32

  /// Makes a network from one of its addresses.
  ///
  /// - Precondition: The prefix has 0 to 32 bits.
  public init(address: IPv4Address, prefixBitCount: Int) {
    precondition(prefixBitCount >= 0 && prefixBitCount <= 32, "prefix of 0 to 32 bits")
    self.address = address
    self.prefixBitCount = prefixBitCount
    mask = prefixBitCount == 0 ? 0 : ~0 << UInt32(32 - prefixBitCount)
  }

  /// Reads the form with a slash, such as 10.0.0.42/24, which must be all that the text holds.
  ///
  /// - Parameter text: ASCII. The result is nil if it is anything else.
  public init?(text: RawSpan) {
    var slash = 0
    while slash < text.byteCount, text.bigEndian(ifAt: slash) != UInt8(ascii: "/") { slash += 1 }
    var offset = slash + 1
    guard let address = IPv4Address(text: text.extracting(0..<slash)),
      let prefixBitCount = text.decimal(at: &offset, upTo: 32), offset == text.byteCount
    else { return nil }
    self.init(address: address, prefixBitCount: prefixBitCount)
  }

  /// Whether an address has the network's prefix.
  public func contains(_ other: IPv4Address) -> Bool {
    (other.rawValue ^ address.rawValue) & mask == 0
  }

  /// Whether the network has a broadcast address: one of 31 or 32 bits has none.
  ///
  /// Source: RFC 3021, section 2.1.
  public var hasBroadcast: Bool { prefixBitCount < 31 }

  /// The address of all hosts of the network; nil if it has none.
  public var broadcast: IPv4Address? {
    hasBroadcast ? IPv4Address(rawValue: address.rawValue | ~mask) : nil
  }

  /// The first address of the network, which belongs to no host; nil if it may.
  public var base: IPv4Address? {
    hasBroadcast ? IPv4Address(rawValue: address.rawValue & mask) : nil
  }

  /// Whether an address belongs to one host of the network.
  ///
  /// The first and the last address of a network belong to none, unless it has only one or two.
  public func containsHost(_ other: IPv4Address) -> Bool {
    guard contains(other), other.isUnicast else { return false }
    let host = other.rawValue & ~mask
    return !hasBroadcast || (host != 0 && host != ~mask)
  }
}
