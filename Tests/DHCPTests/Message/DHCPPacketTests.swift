internal import DHCP
internal import Testing
internal import Wire

@Suite struct DHCPPacketTests {
  static func offer() throws -> [UInt8] { try Exchanges.bytes("dnsmasq-udhcpc")[2] }

  @Test func `reads fields in place`() throws {
    let bytes = try Self.offer()
    let packet = try DHCPPacket(bytes.span.bytes)
    #expect(packet.isReply && packet.hopCount == 0 && !packet.isBroadcast)
    #expect(packet.yourAddress == IPv4Address(10, 0, 0, 44))
    #expect(packet.clientAddress == .unspecified && packet.relay == .unspecified)
    #expect(packet.nextServer == IPv4Address(10, 0, 0, 1))
    #expect(packet.hardware == MACAddress(0x52, 0x54, 0, 0, 0, 0x42))
  }

  @Test(arguments: 0..<240) func `refuses what is cut before the options`(count: Int) throws {
    let bytes = Array(try Self.offer().prefix(count))
    #expect(throws: WireError.truncated) { _ = try DHCPPacket(bytes.span.bytes) }
  }

  @Test(arguments: [(0, 0), (0, 3), (1, 2), (2, 16), (236, 0), (239, 0x64)] as [(Int, UInt8)])
  func `refuses a forbidden value`(offset: Int, value: UInt8) throws {
    var bytes = try Self.offer()
    bytes[offset] = value
    #expect(throws: WireError.malformed) { _ = try DHCPPacket(bytes.span.bytes) }
  }
}
