internal import Testing

@testable internal import Frames

@Suite struct ByteViewTests {
  @Test func `keeps its place in the frame`() {
    let bytes: [UInt8] = [1, 2, 3, 4, 5, 6]
    bytes.withUnsafeBytes { buffer in
      let view = ByteView(buffer).dropFirst(1).part(from: 1, count: 4)
      #expect(view.offset == 2)
      #expect(view.array == [3, 4, 5, 6])
      #expect(view.word(at: 1) == 0x0405)
      #expect(view.long(at: 0) == 0x0304_0506)
      #expect(view.prefix(9).count == 4)
      #expect(view.firstNonZero == 0)
    }
  }

  @Test func `shows bytes as pairs of digits`() {
    #expect(Hex.text([0, 0x1f, 0xff] as [UInt8]) == "00 1f ff")
    #expect(Hex.text([1, 2, 3] as [UInt8], limit: 2) == "01 02 …")
    #expect(Hex.text(UInt16(0x0a0b)) == "0x0a0b")
  }
}
