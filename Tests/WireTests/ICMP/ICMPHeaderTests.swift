internal import Testing
internal import Wire

@Suite struct ICMPHeaderTests {
  static let unreachable = Array(Captured.portUnreachable.dropFirst(34))

  @Test func `writes what Linux wrote`() throws {
    let header = try ICMPHeader(
      parsing: ICMPPacket(Self.unreachable.span.bytes), checksumPolicy: .verify)
    var bytes = [UInt8](repeating: 0xa5, count: 8) + Self.unreachable.dropFirst(8)
    var span = bytes.mutableSpan
    var message = span.mutableBytes
    header.emit(into: &message)
    #expect(bytes == Self.unreachable)
  }

  @Test func `finds every flipped bit`() {
    for bit in 0..<Self.unreachable.count * 8 {
      var bytes = Self.unreachable
      bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
      #expect(throws: WireError.badChecksum) {
        _ = try ICMPHeader(parsing: ICMPPacket(bytes.span.bytes), checksumPolicy: .verify)
      }
    }
  }

  @Test func `leaves the checksum to the device if told so`() throws {
    var bytes = Self.unreachable
    bytes[2] ^= 1
    let header = try ICMPHeader(
      parsing: ICMPPacket(bytes.span.bytes), checksumPolicy: .trustDevice)
    #expect(header.type == .destinationUnreachable)
  }

  @Test(arguments: [8, 9, 64, 1480]) func `survives a round trip`(byteCount: Int) throws {
    let header = ICMPHeader(type: .echoReply, code: 7, parameter: 0x0102_fffe)
    var bytes = [UInt8](repeating: 0xa5, count: byteCount)
    var span = bytes.mutableSpan
    var message = span.mutableBytes
    header.emit(into: &message)
    let packet = try ICMPPacket(bytes.span.bytes)
    #expect(try ICMPHeader(parsing: packet, checksumPolicy: .verify) == header)
  }
}
