internal import TestSupport
internal import Testing
internal import Wire

@Suite struct TCPHeaderTests {
  static let client = IPv4Address(10, 0, 0, 1)
  static let server = IPv4Address(10, 0, 0, 42)
  static let toServer = IPv4Header(source: client, destination: server, payloadProtocol: .tcp)
  static let toClient = IPv4Header(source: server, destination: client, payloadProtocol: .tcp)

  static func parse(
    _ frame: [UInt8], in ip: IPv4Header, _ policy: ChecksumPolicy = .verify
  ) throws -> TCPHeader {
    let bytes = Array(frame.dropFirst(34))
    return try TCPHeader(parsing: TCPPacket(bytes.span.bytes), in: ip, checksumPolicy: policy)
  }

  @Test func `reads a SYN of Linux`() throws {
    let header = try Self.parse(Captured.syn, in: Self.toServer)
    var expected = TCPHeader(
      sourcePort: 48308, destinationPort: 80, sequenceNumber: 0xc465_0226, acknowledgmentNumber: 0,
      flags: .syn, window: 64240)
    expected.maximumSegmentSize = 1460
    expected.windowScale = 10
    expected.isSACKPermitted = true
    expected.timestamps = TCPTimestamps(value: 0x067c_e50b, echo: 0)
    #expect(header == expected)
  }

  @Test func `reads data of Linux`() throws {
    let header = try Self.parse(Captured.segment, in: Self.toClient)
    #expect(header.flags == .psh | .ack)
    #expect(header.timestamps == TCPTimestamps(value: 0xe6de_a438, echo: 0x067c_e50b))
    #expect(header.maximumSegmentSize == nil)
  }

  @Test func `reads a reset of Linux`() throws {
    let header = try Self.parse(Captured.reset, in: Self.toClient)
    #expect(header.flags == .rst | .ack)
    #expect(header.acknowledgmentNumber == 0x381c_7214)
  }

  @Test func `finds every flipped bit`() {
    for bit in 34 * 8..<Captured.segment.count * 8 where !(46 * 8..<46 * 8 + 4).contains(bit) {
      var frame = Captured.segment
      frame[bit / 8] ^= 0x80 >> UInt8(bit % 8)
      #expect(throws: WireError.badChecksum) { _ = try Self.parse(frame, in: Self.toClient) }
    }
  }

  @Test func `leaves the checksum to the device if told so`() throws {
    var frame = Captured.segment
    frame[51] ^= 1
    #expect(try Self.parse(frame, in: Self.toClient, .trustDevice).sourcePort == 80)
  }

  @Test(arguments: [34, 36]) func `refuses port 0`(offset: Int) {
    var frame = Captured.segment
    frame[offset] = 0
    frame[offset + 1] = 0
    #expect(throws: WireError.malformed) {
      _ = try Self.parse(frame, in: Self.toClient, .trustDevice)
    }
  }

  @Test func `knows options of a SYN in a SYN only`() throws {
    var frame = Captured.syn
    frame[47] = 0x10
    let header = try Self.parse(frame, in: Self.toServer, .trustDevice)
    #expect(header.maximumSegmentSize == nil)
    #expect(header.windowScale == nil)
    #expect(!header.isSACKPermitted)
    #expect(header.timestamps != nil)
  }

  @Test(arguments: 0..<2000 as Range<UInt64>) func `never traps`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let bytes = generator.bytes(upTo: 100)
    _ = try? TCPHeader(
      parsing: TCPPacket(bytes.span.bytes), in: Self.toServer, checksumPolicy: .trustDevice)
  }
}
