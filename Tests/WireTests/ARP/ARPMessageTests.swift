internal import Testing
internal import Wire

@Suite struct ARPMessageTests {
  static let reply = Array(Captured.arpReply.dropFirst(14))

  static func emitted(_ message: ARPMessage) -> [UInt8] {
    var bytes = [UInt8](repeating: 0xa5, count: 28)
    var span = bytes.mutableSpan
    var packet = span.mutableBytes
    message.emit(into: &packet)
    return bytes
  }

  @Test func `writes what Linux wrote`() throws {
    let message = try ARPMessage(parsing: ARPPacket(Self.reply.span.bytes))
    #expect(Self.emitted(message) == Self.reply)
  }

  @Test func `survives a round trip`() throws {
    let message = ARPMessage(
      operation: .request, senderHardware: MACAddress(2, 3, 5, 7, 11, 13),
      sender: IPv4Address(192, 0, 2, 1), targetHardware: .zero, target: IPv4Address(192, 0, 2, 2))
    let bytes = Self.emitted(message)
    #expect(try ARPMessage(parsing: ARPPacket(bytes.span.bytes)) == message)
  }

  @Test func `takes a probe`() throws {
    let bytes = Array(Captured.arpProbe.dropFirst(14))
    #expect(try ARPMessage(parsing: ARPPacket(bytes.span.bytes)).sender == .unspecified)
  }

  @Test(arguments: [MACAddress.zero, .broadcast])
  func `refuses a sender that is not one card`(hardware: MACAddress) throws {
    var message = try ARPMessage(parsing: ARPPacket(Self.reply.span.bytes))
    message.senderHardware = hardware
    let bytes = Self.emitted(message)
    #expect(throws: WireError.malformed) {
      _ = try ARPMessage(parsing: ARPPacket(bytes.span.bytes))
    }
  }

  @Test(arguments: [IPv4Address.broadcast, IPv4Address(127, 0, 0, 1), IPv4Address(224, 0, 0, 1)])
  func `refuses a sender that is not one host`(sender: IPv4Address) throws {
    var message = try ARPMessage(parsing: ARPPacket(Self.reply.span.bytes))
    message.sender = sender
    let bytes = Self.emitted(message)
    #expect(throws: WireError.malformed) {
      _ = try ARPMessage(parsing: ARPPacket(bytes.span.bytes))
    }
  }
}
