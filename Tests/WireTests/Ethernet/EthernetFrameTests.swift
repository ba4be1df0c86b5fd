internal import Testing
internal import Wire

@Suite struct EthernetFrameTests {
  static let arpReply = Captured.arpReply

  @Test func `reads fields in place`() throws {
    let frame = try EthernetFrame(Self.arpReply.span.bytes)
    #expect(frame.destination == MACAddress(0x52, 0x54, 0, 0, 0, 1))
    #expect(frame.source == MACAddress(0x52, 0x54, 0, 0, 0, 0x42))
    #expect(frame.etherType == .arp)
    #expect(frame.payload.byteCount == 28)
  }

  @Test(arguments: 0..<14) func `refuses a cut header`(byteCount: Int) {
    #expect(throws: WireError.truncated) {
      _ = try EthernetFrame(Self.arpReply.span.bytes.extracting(0..<byteCount))
    }
  }

  @Test func `takes a header alone`() throws {
    let bytes = Array(Captured.arpReply.prefix(14))
    let frame = try EthernetFrame(bytes.span.bytes)
    #expect(frame.payload.byteCount == 0)
  }
}
