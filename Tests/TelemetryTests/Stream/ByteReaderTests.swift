internal import Telemetry
internal import Testing

@Suite struct ByteReaderTests {
  @Test func `reads integers lowest byte first`() throws {
    let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7]
    var reader = ByteReader(bytes.span.bytes)
    #expect(try reader.integer(UInt16.self) == 0x0201)
    #expect(try reader.integer(UInt8.self) == 3)
    #expect(reader.remainingByteCount == 4)
    #expect(try reader.integer(UInt32.self) == 0x0706_0504)
    #expect(reader.remainingByteCount == 0)
  }

  @Test(arguments: 0..<8) func `refuses a cut integer`(byteCount: Int) {
    let bytes = [UInt8](repeating: 1, count: byteCount)
    #expect(throws: RecordError.truncated) {
      var reader = ByteReader(bytes.span.bytes)
      _ = try reader.integer(UInt64.self)
    }
  }
}
