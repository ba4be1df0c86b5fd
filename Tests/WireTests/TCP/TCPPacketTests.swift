internal import Testing
internal import Wire

@Suite struct TCPPacketTests {
  static let segment = Array(Captured.segment.dropFirst(34))

  @Test func `reads fields in place`() throws {
    let packet = try TCPPacket(Self.segment.span.bytes)
    #expect(packet.sourcePort == 80)
    #expect(packet.destinationPort == 48308)
    #expect(packet.sequenceNumber == 0xb0f4_7a16)
    #expect(packet.acknowledgmentNumber == 0xc465_0ddf)
    #expect(packet.flags == .psh | .ack)
    #expect(packet.window == 0x46)
    #expect(packet.checksum == 0xf000)
    #expect(packet.urgentPointer == 0)
    #expect(packet.options.byteCount == 12)
    #expect(packet.payload.byteCount == 6)
  }

  @Test(arguments: 0..<32) func `refuses a segment that ends in its header`(byteCount: Int) {
    #expect(throws: WireError.truncated) {
      _ = try TCPPacket(Self.segment.span.bytes.extracting(0..<byteCount))
    }
  }

  @Test(arguments: 0..<5 as Range<UInt8>)
  func `refuses a header that claims less than 20 bytes`(words: UInt8) {
    var bytes = Self.segment
    bytes[12] = words << 4
    #expect(throws: WireError.malformed) { _ = try TCPPacket(bytes.span.bytes) }
  }

  @Test func `may have no payload`() throws {
    let packet = try TCPPacket(Self.segment.span.bytes.extracting(0..<32))
    #expect(packet.payload.byteCount == 0)
  }
}
