internal import Testing
internal import Wire

@Suite struct UDPHeaderTests {
  static let datagram = Array(Captured.datagram.dropFirst(34))
  static let ip = IPv4Header(
    source: IPv4Address(10, 0, 0, 1), destination: IPv4Address(10, 0, 0, 42), payloadProtocol: .udp)

  static func emitted(_ header: UDPHeader, payload: [UInt8]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0xa5, count: 8) + payload
    var span = bytes.mutableSpan
    var datagram = span.mutableBytes
    header.emit(into: &datagram, in: ip)
    return bytes
  }

  static func parse(
    _ bytes: [UInt8], _ checksumPolicy: ChecksumPolicy = .verify
  ) throws -> UDPHeader {
    try UDPHeader(parsing: UDPPacket(bytes.span.bytes), in: ip, checksumPolicy: checksumPolicy)
  }

  @Test func `writes what Linux wrote`() throws {
    let header = try Self.parse(Self.datagram)
    #expect(Self.emitted(header, payload: Array(Self.datagram.dropFirst(8))) == Self.datagram)
  }

  @Test(arguments: [(1, 1), (0, 53), (65535, 65535)] as [(Port, Port)])
  func `survives a round trip`(sourcePort: Port, destinationPort: Port) throws {
    let header = UDPHeader(sourcePort: sourcePort, destinationPort: destinationPort)
    #expect(try Self.parse(Self.emitted(header, payload: [1, 2, 3])) == header)
  }

  @Test func `refuses port 0`() {
    let bytes = Self.emitted(UDPHeader(sourcePort: 1, destinationPort: 0), payload: [])
    #expect(throws: WireError.malformed) { _ = try Self.parse(bytes) }
  }

  @Test func `finds every flipped bit but those of the length`() {
    for bit in 0..<Self.datagram.count * 8 where !(32..<48).contains(bit) {
      var bytes = Self.datagram
      bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
      #expect(throws: WireError.badChecksum) { _ = try Self.parse(bytes) }
    }
  }

  @Test func `takes a datagram without checksum`() throws {
    var bytes = Self.datagram
    bytes[6] = 0
    bytes[7] = 0
    #expect(try Self.parse(bytes).sourcePort == 40000)
  }

  @Test func `leaves the checksum to the device if told so`() throws {
    var bytes = Self.datagram
    bytes[6] ^= 1
    #expect(try Self.parse(bytes, .trustDevice).sourcePort == 40000)
  }

  @Test func `never sends a checksum of zero`() throws {
    // The payload is the sum of all the rest, so that the checksum would be zero.
    let header = UDPHeader(sourcePort: 1024, destinationPort: 53)
    let probe = Self.emitted(header, payload: [0, 0])
    let bytes = Self.emitted(header, payload: Array(probe[6...7]))
    #expect(Array(bytes[6...7]) == [0xff, 0xff])
    #expect(try Self.parse(bytes) == header)
  }
}
