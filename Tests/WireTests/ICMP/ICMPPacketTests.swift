internal import Testing
internal import Wire

@Suite struct ICMPPacketTests {
  static let unreachable = Array(Captured.portUnreachable.dropFirst(34))

  @Test func `reads fields in place`() throws {
    let packet = try ICMPPacket(Self.unreachable.span.bytes)
    #expect(packet.type == .destinationUnreachable)
    #expect(packet.code == UnreachableCode.portUnreachable.rawValue)
    #expect(packet.parameter == 0)
    #expect(packet.payload.byteCount == 39)
  }

  @Test func `reads the identifier and the sequence number of an echo`() throws {
    let bytes = Array(Captured.echoRequest.dropFirst(34))
    let packet = try ICMPPacket(bytes.span.bytes)
    #expect(packet.parameter == 0x7cd7_0001)
  }

  @Test(arguments: 0..<8) func `refuses a cut header`(byteCount: Int) {
    #expect(throws: WireError.truncated) {
      _ = try ICMPPacket(Self.unreachable.span.bytes.extracting(0..<byteCount))
    }
  }
}
