/// An IPv4 packet whose lengths have been checked: a header, and no more than its total length.
struct IPv4View {
  /// The packet, without what follows it in the frame.
  let bytes: ByteView

  /// Takes a packet from the start of a view; nil if the lengths in its header make no sense.
  init?(_ view: ByteView) {
    guard view.count >= 20, view[0] >> 4 == 4 else { return nil }
    let header = Int(view[0] & 0x0f) * 4
    let total = Int(view.word(at: 2))
    guard header >= 20, header <= total, total <= view.count else { return nil }
    bytes = view.prefix(total)
  }

  var headerByteCount: Int { Int(bytes[0] & 0x0f) * 4 }
  var header: ByteView { bytes.prefix(headerByteCount) }
  var payload: ByteView { bytes.dropFirst(headerByteCount) }
  var identification: UInt16 { bytes.word(at: 4) }
  var flags: UInt16 { bytes.word(at: 6) }
  var hasMoreFragments: Bool { flags & 0x2000 != 0 }
  /// In bytes.
  var fragmentOffset: Int { Int(flags & 0x1fff) * 8 }
  var isFragment: Bool { flags & 0x3fff != 0 }
  var timeToLive: UInt8 { bytes[8] }
  var protocolNumber: UInt8 { bytes[9] }
  var source: UInt32 { bytes.long(at: 12) }
  var destination: UInt32 { bytes.long(at: 16) }

  /// Whether the header's checksum is right.
  var hasValidChecksum: Bool {
    var checksum = InternetChecksum()
    checksum.add(header)
    return checksum.folded == 0xffff
  }
}

/// An IPv4 address as text.
func dotted(_ address: UInt32) -> String {
  [24, 16, 8, 0].map { String(address >> $0 & 0xff) }.joined(separator: ".")
}

/// Numbers of protocols above IPv4.
enum IPProtocol {
  static let icmp: UInt8 = 1
  static let igmp: UInt8 = 2
  static let tcp: UInt8 = 6
  static let udp: UInt8 = 17
}

/// Types of Ethernet frames.
enum EtherType {
  static let ipv4: UInt16 = 0x0800
  static let arp: UInt16 = 0x0806
}
