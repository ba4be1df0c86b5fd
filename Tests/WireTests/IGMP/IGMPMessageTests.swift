internal import Testing
internal import Wire

@Suite struct IGMPMessageTests {
  /// A report and a general query as RFC 2236, section 2, lays them out; the sums by hand.
  static let report: [UInt8] = [0x16, 0, 0xf8, 0xfa, 239, 1, 2, 3]
  static let query: [UInt8] = [0x11, 100, 0xee, 0x9b, 0, 0, 0, 0]

  static func parse(_ bytes: [UInt8]) throws(WireError) -> IGMPMessage {
    try IGMPMessage(parsing: IGMPPacket(bytes.span.bytes))
  }

  @Test func `reads fields in place`() throws {
    let message = try Self.parse(Self.report)
    #expect(message == IGMPMessage(type: .membershipReport, group: IPv4Address(239, 1, 2, 3)))
    let query = try Self.parse(Self.query)
    #expect(
      query
        == IGMPMessage(type: .membershipQuery, maximumResponseTime: 100, group: .unspecified))
  }

  @Test(arguments: 0..<8) func `refuses every shorter length`(byteCount: Int) {
    #expect(throws: WireError.truncated) {
      _ = try Self.parse(Array(Self.report.prefix(byteCount)))
    }
  }

  @Test func `finds every flipped bit`() {
    for bit in 0..<64 {
      var bytes = Self.report
      bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
      #expect(throws: WireError.badChecksum) { _ = try Self.parse(bytes) }
    }
  }

  @Test(arguments: [IPv4Address.unspecified, IPv4Address(10, 0, 0, 1), .broadcast])
  func `refuses a report about no group`(group: IPv4Address) {
    var bytes = [UInt8](repeating: 0, count: 8)
    var span = bytes.mutableSpan
    var target = span.mutableBytes
    IGMPMessage(type: .membershipReport, group: group).emit(into: &target)
    #expect(throws: WireError.malformed) { _ = try Self.parse(bytes) }
  }

  @Test(arguments: [
    IGMPMessage(type: .membershipQuery, maximumResponseTime: 1, group: .unspecified),
    IGMPMessage(type: .membershipReport1, group: IPv4Address(224, 0, 0, 251)),
    IGMPMessage(type: .leaveGroup, group: IPv4Address(239, 255, 255, 255)),
  ])
  func `survives a round trip`(message: IGMPMessage) throws {
    var bytes = [UInt8](repeating: 0xa5, count: 8)
    var span = bytes.mutableSpan
    var target = span.mutableBytes
    message.emit(into: &target)
    #expect(try Self.parse(bytes) == message)
  }

  @Test func `reads the first fields of a query of version 3`() throws {
    // RFC 3376, section 4.1: 12 bytes, all of which the checksum covers.
    let bytes: [UInt8] = [0x11, 100, 0xec, 0x1e, 0, 0, 0, 0, 2, 125, 0, 0]
    #expect(try Self.parse(bytes).type == .membershipQuery)
  }
}
