internal import Testing
internal import Wire

@Suite struct UDPPacketTests {
  static let datagram = Array(Captured.datagram.dropFirst(34))

  @Test func `reads fields in place`() throws {
    let packet = try UDPPacket(Self.datagram.span.bytes)
    #expect(packet.sourcePort == 40000)
    #expect(packet.destinationPort == 53)
    #expect(packet.checksum == 0x06dc)
    #expect(packet.payload.byteCount == 17)
  }

  @Test(arguments: 0..<25) func `refuses a cut datagram`(byteCount: Int) {
    #expect(throws: WireError.truncated) {
      _ = try UDPPacket(Self.datagram.span.bytes.extracting(0..<byteCount))
    }
  }

  @Test(arguments: 0..<8 as Range<UInt8>)
  func `refuses a length below the header's`(length: UInt8) {
    var bytes = Self.datagram
    bytes[5] = length
    #expect(throws: WireError.malformed) { _ = try UDPPacket(bytes.span.bytes) }
  }

  @Test func `leaves padding out`() throws {
    let bytes = Self.datagram + [0, 0]
    let packet = try UDPPacket(bytes.span.bytes)
    #expect(packet.bytes.byteCount == 25)
  }
}
