/// An address of the Internet Protocol, version 4.
///
/// Source: RFC 791, section 2.3; RFC 6890, section 2.2.2.
public struct IPv4Address: RawRepresentable, Hashable, Sendable {
  /// The four octets, the first of them in bits 24 to 31.
  public let rawValue: UInt32

  /// Makes an address of an integer in host order.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Makes an address of its octets, in the order in which they are written and sent.
  public init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) {
    rawValue = UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | UInt32(d)
  }

  /// Reads the dotted form, such as 10.0.0.42, which must be all that the text holds.
  ///
  /// - Parameter text: ASCII. The result is nil if it is not four numbers of 0 to 255 without
  ///   leading zeros.
  public init?(text: RawSpan) {
    var value: UInt32 = 0
    var offset = 0
    for index in 0..<4 {
      if index > 0 {
        guard text.bigEndian(ifAt: offset) == UInt8(ascii: ".") else { return nil }
        offset += 1
      }
      guard let octet = text.decimal(at: &offset, upTo: 255) else { return nil }
      value = value << 8 | UInt32(octet)
    }
    guard offset == text.byteCount else { return nil }
    rawValue = value
  }

  /// No address: a host that does not know its own yet.
  public static let unspecified = IPv4Address(rawValue: 0)

  /// Every host on this link.
  public static let broadcast = IPv4Address(rawValue: 0xffff_ffff)

  /// Every host that takes part in multicast on this link.
  public static let allHosts = IPv4Address(224, 0, 0, 1)

  /// Every router on this link.
  public static let allRouters = IPv4Address(224, 0, 0, 2)

  /// The host itself, on no link.
  public static let loopback = IPv4Address(127, 0, 0, 1)

  /// Whether it is an address of the host itself, 127.0.0.0/8, which no wire may carry.
  public var isLoopback: Bool { rawValue >> 24 == 127 }

  /// Whether it names a group of hosts, 224.0.0.0/4.
  public var isMulticast: Bool { rawValue >> 28 == 0xe }

  /// Whether it can be the address of one host on a network.
  ///
  /// Not so this network (0.0.0.0/8), loopback, multicast, and what is reserved above (240.0.0.0/4,
  /// with the limited broadcast). A subnet's broadcast address is known only to the subnet.
  public var isUnicast: Bool {
    let first = rawValue >> 24
    return first != 0 && first != 127 && first < 224
  }
}

extension RawSpan {
  /// The byte at an offset, or nil behind the end.
  func bigEndian(ifAt offset: Int) -> UInt8? {
    offset < byteCount ? bigEndian(at: offset) : nil
  }

  /// Reads a decimal number without leading zeros and moves the offset behind it.
  ///
  /// - Parameters:
  ///   - offset: Where the number starts; behind its last digit afterwards.
  ///   - limit: The largest value, inclusive, below a million.
  /// - Returns: The number, or nil if there is none or it is too large.
  func decimal(at offset: inout Int, upTo limit: Int) -> Int? {
    var value = 0
    let start = offset
    while let byte: UInt8 = bigEndian(ifAt: offset), byte >= 0x30, byte <= 0x39 {
      guard offset == start || value > 0 else { return nil }
      value = value * 10 + Int(byte - 0x30)
      guard value <= limit else { return nil }
      offset += 1
    }
    return offset > start ? value : nil
  }
}
