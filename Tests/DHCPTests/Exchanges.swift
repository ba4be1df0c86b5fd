internal import DHCP
internal import TestSupport
internal import Testing
internal import Wire

/// What real clients and servers said to each other.
enum Exchanges {
  static let names = ["dnsmasq-udhcpc", "dnsmasq-refusal", "dhcpd-dhclient"]

  /// The messages of one exchange in order, as bytes.
  static func bytes(_ name: String) throws -> [[UInt8]] {
    try Fixtures().lines("exchanges/\(name).txt").map { line in
      let digits = Array(try #require(line.split(separator: "\t").last).utf8)
      return stride(from: 0, to: digits.count - 1, by: 2).map {
        UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16) ?? 0
      }
    }
  }

  /// The messages of one exchange in order.
  static func messages(_ name: String) throws -> [DHCPMessage] {
    try bytes(name).map { try parse($0) }
  }

  /// Reads a message.
  static func parse(_ bytes: [UInt8]) throws -> DHCPMessage {
    try DHCPMessage(parsing: DHCPPacket(bytes.span.bytes))
  }
}
