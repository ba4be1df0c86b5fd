internal import Testing
internal import Wire

@Suite struct IPv4HeaderTests {
  static let datagram = Array(Captured.datagram.dropFirst(14))

  static func emitted(_ header: IPv4Header, payloadByteCount: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0xa5, count: 20 + payloadByteCount)
    var span = bytes.mutableSpan
    var packet = span.mutableBytes
    header.emit(into: &packet, payloadByteCount: payloadByteCount)
    return bytes
  }

  @Test func `verifies what Linux wrote`() throws {
    let header = try IPv4Header(
      parsing: IPv4Packet(Self.datagram.span.bytes), checksumPolicy: .verify)
    #expect(
      header
        == IPv4Header(
          source: IPv4Address(10, 0, 0, 1), destination: IPv4Address(10, 0, 0, 42),
          payloadProtocol: .udp, timeToLive: 64))
  }

  @Test func `verifies options too`() throws {
    var bytes = Array(Captured.recordRoute.dropFirst(14)) + [UInt8](repeating: 7, count: 64)
    _ = try IPv4Header(parsing: IPv4Packet(bytes.span.bytes), checksumPolicy: .verify)
    bytes[59] ^= 1
    #expect(throws: WireError.badChecksum) {
      _ = try IPv4Header(parsing: IPv4Packet(bytes.span.bytes), checksumPolicy: .verify)
    }
  }

  @Test func `finds every flipped bit that leaves the lengths alone`() throws {
    for bit in 32..<160 {
      var bytes = Self.datagram
      bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
      #expect(throws: WireError.badChecksum) {
        _ = try IPv4Header(parsing: IPv4Packet(bytes.span.bytes), checksumPolicy: .verify)
      }
    }
  }

  @Test func `leaves the checksum to the device if told so`() throws {
    var bytes = Self.datagram
    bytes[10] ^= 1
    _ = try IPv4Header(parsing: IPv4Packet(bytes.span.bytes), checksumPolicy: .trustDevice)
  }

  @Test(arguments: [0, 1, 25, 1480]) func `survives a round trip`(payloadByteCount: Int) throws {
    let header = IPv4Header(
      source: IPv4Address(192, 0, 2, 1), destination: IPv4Address(255, 255, 255, 255),
      payloadProtocol: IPProtocol(rawValue: 143), timeToLive: 1)
    let bytes = Self.emitted(header, payloadByteCount: payloadByteCount)
    let packet = try IPv4Packet(bytes.span.bytes)
    #expect(try IPv4Header(parsing: packet, checksumPolicy: .verify) == header)
    #expect(packet.payload.byteCount == payloadByteCount)
    #expect(packet.mustNotFragment == true)
    #expect(packet.identification == 0)
    #expect(bytes.dropFirst(20).allSatisfy { $0 == 0xa5 })
  }

  @Test func `makes the pseudo-header of RFC 768`() {
    let header = IPv4Header(
      source: IPv4Address(1, 2, 3, 4), destination: IPv4Address(5, 6, 7, 8), payloadProtocol: .udp)
    let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 0, 17, 0x12, 0x34]
    var sum = Checksum()
    sum.add(bytes.span.bytes)
    #expect(header.pseudoHeader(payloadByteCount: 0x1234).value == sum.value)
  }

  @Test func `writes which piece of a packet it is`() throws {
    let header = IPv4Header(
      source: IPv4Address(10, 0, 0, 1), destination: IPv4Address(10, 0, 0, 42),
      payloadProtocol: .udp)
    let fragment = IPv4Fragment(byteOffset: 1480, moreFollow: true)
    var bytes = [UInt8](repeating: 0xa5, count: 28)
    var span = bytes.mutableSpan
    var target = span.mutableBytes
    header.emit(into: &target, payloadByteCount: 8, identification: 0x1234, fragment: fragment)
    let packet = try IPv4Packet(bytes.span.bytes)
    #expect(packet.isFragment && packet.fragment == fragment && packet.identification == 0x1234)
    #expect(try IPv4Header(parsing: packet, checksumPolicy: .verify) == header)
  }

  @Test func `writes the option that routers heed`() throws {
    let header = IPv4Header(
      source: IPv4Address(10, 0, 0, 1), destination: .allRouters, payloadProtocol: .igmp,
      timeToLive: 1)
    var bytes = [UInt8](repeating: 0xa5, count: 32)
    var span = bytes.mutableSpan
    var target = span.mutableBytes
    header.emitWithRouterAlert(into: &target, payloadByteCount: 8)
    let packet = try IPv4Packet(bytes.span.bytes)
    #expect(packet.headerByteCount == 24 && packet.payload.byteCount == 8)
    #expect(Array(bytes[20..<24]) == [0x94, 4, 0, 0])
    #expect(try IPv4Header(parsing: packet, checksumPolicy: .verify) == header)
  }
}
