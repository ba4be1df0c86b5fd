internal import TestSupport
internal import Testing
internal import Wire

/// What holds for all formats together.
@Suite struct WireTests {
  /// Takes bytes for every format there is, and reads whatever that offers.
  ///
  /// - Returns: How many formats took them.
  static func readAll(_ bytes: RawSpan) -> Int {
    var count = 0
    func attempt(_ body: () throws -> Void) { if (try? body()) != nil { count += 1 } }
    attempt { _ = try EthernetHeader(parsing: EthernetFrame(bytes)) }
    attempt { _ = try ARPMessage(parsing: ARPPacket(bytes)) }
    attempt { _ = try ICMPHeader(parsing: ICMPPacket(bytes), checksumPolicy: .trustDevice) }
    attempt {
      let packet = try IPv4Packet(bytes)
      let header = try IPv4Header(parsing: packet, checksumPolicy: .trustDevice)
      var options = IPv4Options(packet.options)
      while options.next() != nil {}
      let datagram = try UDPPacket(packet.payload)
      _ = try UDPHeader(parsing: datagram, in: header, checksumPolicy: .verify)
    }
    attempt { _ = try UDPPacket(bytes).payload.byteCount }
    return count
  }

  @Test func `takes random bytes of any length`() {
    var generator = SeededGenerator(seed: 4711)
    var count = 0
    for _ in 0..<20_000 {
      let bytes = generator.bytes(upTo: 96)
      count += Self.readAll(bytes.span.bytes)
    }
    #expect(count > 0)
  }

  @Test(arguments: [
    Captured.arpReply, Captured.arpProbe, Captured.echoRequest, Captured.recordRoute,
    Captured.datagram, Captured.portUnreachable,
  ])
  func `takes mutated and cut packets`(frame: [UInt8]) {
    var generator = SeededGenerator(seed: 1234)
    for _ in 0..<4_000 {
      var bytes = frame
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let offset = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[offset] = UInt8(truncatingIfNeeded: generator.next())
      }
      let start = Bool.random(using: &generator) ? 0 : min(14, bytes.count)
      let end = Int.random(in: start...bytes.count, using: &generator)
      _ = Self.readAll(bytes.span.bytes.extracting(start..<end))
    }
  }
}
