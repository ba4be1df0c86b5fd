internal import Telemetry
internal import Testing

@Suite struct ByteSinkTests {
  @Test func `writes integers lowest byte first`() {
    var buffer = ByteBuffer()
    buffer.write(littleEndian: UInt32(0x0102_0304))
    buffer.write(littleEndian: UInt16(0xfffe))
    #expect(buffer.bytes == [4, 3, 2, 1, 0xfe, 0xff])
  }

  @Test func `writes bytes and texts in their order`() {
    var buffer = ByteBuffer()
    buffer.write(([0x61, 0x62] as [UInt8]).span.bytes)
    buffer.write("\u{e9}!")
    #expect(buffer.text == "ab\u{e9}!")
  }

  @Test(arguments: [
    (UInt64(0), 16, "0x0000000000000000"), (.max, 16, "0xffffffffffffffff"),
    (0x1f, 2, "0x1f"), (0xabc9, 4, "0xabc9"),
  ])
  func `writes hexadecimal numbers`(value: UInt64, digitCount: Int, text: String) {
    var buffer = ByteBuffer()
    buffer.write(hexadecimal: value, digitCount: digitCount)
    #expect(buffer.text == text)
  }

  @Test(arguments: [UInt64(0), 7, 10, 99, 100, 1_234_567, .max])
  func `writes decimal numbers`(value: UInt64) {
    var buffer = ByteBuffer()
    buffer.write(decimal: value)
    #expect(buffer.text == "\(value)")
  }
}
