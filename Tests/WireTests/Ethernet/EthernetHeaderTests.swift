internal import Testing
internal import Wire

@Suite struct EthernetHeaderTests {
  static let arpReply = Captured.arpReply

  @Test func `writes what Linux wrote`() throws {
    let header = try EthernetHeader(parsing: EthernetFrame(Self.arpReply.span.bytes))
    var bytes = [UInt8](repeating: 0xa5, count: 15)
    var span = bytes.mutableSpan
    var frame = span.mutableBytes
    header.emit(into: &frame)
    #expect(bytes == Captured.arpReply.prefix(14) + [0xa5])
  }

  @Test(arguments: [MACAddress.zero, .broadcast, MACAddress(1, 0, 0x5e, 0, 0, 1)])
  func `refuses a sender that is not one card`(source: MACAddress) {
    let header = EthernetHeader(destination: .broadcast, source: source, etherType: .ipv4)
    var bytes = [UInt8](repeating: 0, count: 14)
    var span = bytes.mutableSpan
    var frame = span.mutableBytes
    header.emit(into: &frame)
    #expect(throws: WireError.malformed) {
      _ = try EthernetHeader(parsing: EthernetFrame(bytes.span.bytes))
    }
  }
}
