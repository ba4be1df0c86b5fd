internal import TestSupport
internal import Testing
internal import Wire

@Suite struct TCPHeaderEmitTests {
  static func emitted(_ header: TCPHeader, payload: [UInt8], in ip: IPv4Header) -> [UInt8] {
    var bytes = [UInt8](repeating: 0xa5, count: header.byteCount) + payload
    var span = bytes.mutableSpan
    var segment = span.mutableBytes
    header.emit(into: &segment, in: ip)
    return bytes
  }

  @Test func `writes what Linux wrote`() throws {
    for frame in [Captured.segment, Captured.reset] {
      let header = try TCPHeaderTests.parse(frame, in: TCPHeaderTests.toClient)
      let payload = Array(frame.dropFirst(34 + header.byteCount))
      #expect(
        Self.emitted(header, payload: payload, in: TCPHeaderTests.toClient)
          == Array(frame.dropFirst(34)))
    }
  }

  /// Any header that the module can write.
  static func random(_ generator: inout SeededGenerator) -> TCPHeader {
    var header = TCPHeader(
      sourcePort: Port(UInt16.random(in: 1...65535, using: &generator)), destinationPort: 80,
      sequenceNumber: SequenceNumber(UInt32(truncatingIfNeeded: generator.next())),
      acknowledgmentNumber: SequenceNumber(UInt32(truncatingIfNeeded: generator.next())),
      flags: .ack, window: UInt16(truncatingIfNeeded: generator.next()))
    if Bool.random(using: &generator) { header.timestamps = TCPTimestamps(value: 1, echo: 2) }
    if Bool.random(using: &generator) {
      header.flags = .syn | .ack
      header.maximumSegmentSize = Bool.random(using: &generator) ? 1460 : nil
      header.windowScale = Bool.random(using: &generator) ? 7 : nil
      header.isSACKPermitted = Bool.random(using: &generator)
    } else {
      for _ in 0..<Int.random(in: 0...(header.timestamps == nil ? 4 : 3), using: &generator) {
        let start = SequenceNumber(UInt32(truncatingIfNeeded: generator.next()))
        header.sack.append(SACKBlock(start: start, end: start + 1))
      }
    }
    return header
  }

  @Test(arguments: 0..<500 as Range<UInt64>) func `survives a round trip`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let header = Self.random(&generator)
    #expect(header.byteCount % 4 == 0)
    #expect(header.byteCount <= 60)
    let bytes = Self.emitted(
      header, payload: generator.bytes(upTo: 20), in: TCPHeaderTests.toServer)
    let parsed = try TCPHeader(
      parsing: TCPPacket(bytes.span.bytes), in: TCPHeaderTests.toServer, checksumPolicy: .verify)
    #expect(parsed == header)
  }

  @Test func `leaves out the range that finds no room beside timestamps`() {
    var header = TCPHeader(
      sourcePort: 1, destinationPort: 2, sequenceNumber: 0, acknowledgmentNumber: 0, flags: .ack,
      window: 0)
    for _ in 0..<4 { header.sack.append(SACKBlock(start: 1, end: 2)) }
    #expect(header.byteCount == 56)
    header.timestamps = TCPTimestamps(value: 1, echo: 2)
    #expect(header.byteCount == 60)
  }
}
