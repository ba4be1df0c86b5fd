internal import Testing
internal import Wire

@Suite struct ARPPacketTests {
  static let reply = Array(Captured.arpReply.dropFirst(14))

  @Test func `reads fields in place`() throws {
    let packet = try ARPPacket(Self.reply.span.bytes)
    #expect(packet.operation == .reply)
    #expect(packet.senderHardware == MACAddress(0x52, 0x54, 0, 0, 0, 0x42))
    #expect(packet.sender == IPv4Address(10, 0, 0, 42))
    #expect(packet.targetHardware == MACAddress(0x52, 0x54, 0, 0, 0, 1))
    #expect(packet.target == IPv4Address(10, 0, 0, 1))
  }

  @Test(arguments: 0..<28) func `refuses a cut packet`(byteCount: Int) {
    #expect(throws: WireError.truncated) {
      _ = try ARPPacket(Self.reply.span.bytes.extracting(0..<byteCount))
    }
  }

  @Test(arguments: 0..<6) func `refuses other kinds of addresses`(offset: Int) {
    var bytes = Self.reply
    bytes[offset] ^= 0x10
    #expect(throws: WireError.malformed) { _ = try ARPPacket(bytes.span.bytes) }
  }

  @Test func `leaves padding out`() throws {
    let bytes = Array(Captured.arpProbe.dropFirst(14))
    #expect(bytes.count == 46)
    let packet = try ARPPacket(bytes.span.bytes)
    #expect(packet.bytes.byteCount == 28)
  }
}
