internal import Testing

@testable internal import Profiler

@Suite struct ByteCursorTests {
  @Test(arguments: [0, 1, 127, 128, 300, UInt64.max, 1 << 63])
  func `reads what was written`(value: UInt64) {
    var writer = ByteWriter()
    writer.add(varint: value)
    writer.add(zigzag: Int64(bitPattern: value))
    writer.add(littleEndian: value)
    writer.add(counted: "text")
    var cursor = ByteCursor(writer.bytes[...])
    #expect(cursor.varint() == value)
    #expect(cursor.zigzag() == Int64(bitPattern: value))
    #expect(cursor.littleEndian(UInt64.self) == value)
    #expect(cursor.text() == "text")
    #expect(cursor.byte() == nil)
  }

  @Test func `refuses numbers that are too long`() {
    var long = ByteCursor([UInt8](repeating: 0xff, count: 11)[...])
    #expect(long.varint() == nil)
    var cut = ByteCursor([0x80, 0x80][...])
    #expect(cut.varint() == nil)
  }

  @Test func `refuses counts beyond the end`() {
    var cursor = ByteCursor([200, 1, 1, 2][...])
    #expect(cursor.count() == nil)
    var text = ByteCursor([5, 65, 66][...])
    #expect(text.text() == nil)
  }
}
