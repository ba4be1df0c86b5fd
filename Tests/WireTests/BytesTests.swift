internal import Testing
internal import Wire

@Suite struct BytesTests {
  static let bytes: [UInt8] = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xff]

  @Test func `reads integers at any offset`() {
    let span = Self.bytes.span.bytes
    #expect(span.bigEndian(at: 0, as: UInt16.self) == 0x0123)
    #expect(span.bigEndian(at: 1, as: UInt32.self) == 0x2345_6789)
    #expect(span.bigEndian(at: 1, as: UInt64.self) == 0x2345_6789_abcd_efff)
    #expect(span.bigEndian(at: 8, as: UInt8.self) == 0xff)
  }

  @Test func `writes integers at any offset`() {
    var bytes = [UInt8](repeating: 0xee, count: 8)
    var span = bytes.mutableSpan
    var target = span.mutableBytes
    target.storeBigEndian(UInt16(0x0102), at: 1)
    target.storeBigEndian(UInt32(0x0304_0506), at: 3)
    #expect(bytes == [0xee, 1, 2, 3, 4, 5, 6, 0xee])
  }

  @Test func `writes through a part`() {
    var bytes = [UInt8](repeating: 0, count: 6)
    var span = bytes.mutableSpan
    var target = span.mutableBytes
    var part = target.part(2..<5)
    #expect(part.byteCount == 3)
    part.storeBigEndian(UInt16(0x0a0b), at: 1)
    #expect(bytes == [0, 0, 0, 0x0a, 0x0b, 0])
  }

  @Test(arguments: [0, 1, 7, 8, 9]) func `copies and leaves the rest alone`(byteCount: Int) {
    var bytes = [UInt8](repeating: 0xee, count: 12)
    var span = bytes.mutableSpan
    var target = span.mutableBytes
    target.copy(Self.bytes.span.bytes.extracting(0..<byteCount), at: 3)
    let rest = [UInt8](repeating: 0xee, count: 9 - byteCount)
    #expect(bytes == [0xee, 0xee, 0xee] + Self.bytes.prefix(byteCount) + rest)
  }
}
