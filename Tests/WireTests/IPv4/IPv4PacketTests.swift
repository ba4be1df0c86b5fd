internal import Testing
internal import Wire

@Suite struct IPv4PacketTests {
  static let datagram = Array(Captured.datagram.dropFirst(14))

  @Test func `reads fields in place`() throws {
    let packet = try IPv4Packet(Self.datagram.span.bytes)
    #expect(packet.headerByteCount == 20)
    #expect(packet.identification == 0x1d5e)
    #expect(packet.mustNotFragment == true)
    #expect(packet.isFragment == false)
    #expect(packet.timeToLive == 64)
    #expect(packet.payloadProtocol == .udp)
    #expect(packet.source == IPv4Address(10, 0, 0, 1))
    #expect(packet.destination == IPv4Address(10, 0, 0, 42))
    #expect(packet.options.byteCount == 0)
    #expect(packet.payload.byteCount == 25)
  }

  @Test func `finds the payload behind the options`() throws {
    let bytes = Array(Captured.recordRoute.dropFirst(14)) + [UInt8](repeating: 7, count: 64)
    let packet = try IPv4Packet(bytes.span.bytes)
    #expect(packet.headerByteCount == 60)
    #expect(packet.header.byteCount == 60)
    #expect(packet.options.byteCount == 40)
    #expect(packet.payload.byteCount == 64)
  }

  @Test(arguments: 0..<45) func `refuses a cut packet`(byteCount: Int) {
    #expect(throws: WireError.truncated) {
      _ = try IPv4Packet(Self.datagram.span.bytes.extracting(0..<byteCount))
    }
  }

  @Test func `leaves padding out`() throws {
    let bytes = Self.datagram + [0, 0, 0]
    let packet = try IPv4Packet(bytes.span.bytes)
    #expect(packet.bytes.byteCount == 45)
  }

  @Test(arguments: [0x05, 0x35, 0x65, 0xf5, 0x40, 0x44] as [UInt8])
  func `refuses another version and a short header`(first: UInt8) {
    var bytes = Self.datagram
    bytes[0] = first
    #expect(throws: WireError.malformed) { _ = try IPv4Packet(bytes.span.bytes) }
  }

  @Test(arguments: [0, 19] as [UInt8]) func `refuses a length below the header's`(length: UInt8) {
    var bytes = Self.datagram
    bytes[3] = length
    #expect(throws: WireError.malformed) { _ = try IPv4Packet(bytes.span.bytes) }
  }

  @Test(arguments: [(0x20, 0x00), (0x00, 0x01), (0x1f, 0xff)] as [(UInt8, UInt8)])
  func `knows a fragment`(high: UInt8, low: UInt8) throws {
    var bytes = Self.datagram
    bytes[6] = high
    bytes[7] = low
    let packet = try IPv4Packet(bytes.span.bytes)
    #expect(packet.isFragment == true)
  }

  @Test(arguments: [0x00, 0x40, 0x80] as [UInt8])
  func `takes no flag but the one for a fragment`(flags: UInt8) throws {
    var bytes = Self.datagram
    bytes[6] = flags
    let packet = try IPv4Packet(bytes.span.bytes)
    #expect(packet.isFragment == false)
  }
}
