internal import Testing

@testable internal import GDBStub

@Suite struct InstructionShapeTests {
  private func shape(_ code: [UInt8]) -> (byteCount: Int, relativeIndex: Int)? {
    var bytes = code + [UInt8](repeating: 0, count: 16 - code.count)
    return bytes.withUnsafeMutableBufferPointer { buffer in
      InstructionShape(
        ByteBuffer(unsafeBase: buffer.baseAddress.unsafelyUnwrapped, count: buffer.count)
      ).map { ($0.byteCount, $0.relativeIndex) }
    }
  }

  @Test(
    arguments: [
      ([0x8b, 0x05], 6, 2), ([0x48, 0x8b, 0x05], 7, 3), ([0x48, 0x8b, 0x45, 1], 4, 0),
      ([0x8b, 0x44, 0x24], 4, 0), ([0x8b, 0x84, 0x24], 7, 0), ([0x8b, 0x04, 0x25], 7, 0),
      ([0xf2, 0x0f, 0x10, 0x05], 8, 4), ([0x81, 0x3d], 10, 2), ([0x0f, 0xb6, 0x05], 7, 3),
    ] as [([UInt8], Int, Int)])
  func `knows the length, and what counts from the end`(code: [UInt8], length: Int, index: Int) {
    #expect(shape(code)?.byteCount == length)
    #expect(shape(code)?.relativeIndex == index)
  }

  @Test func `takes whatever comes`() {
    var state: UInt64 = 0x5eed
    for _ in 0..<50_000 {
      let code = (0..<16).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1
        return UInt8(truncatingIfNeeded: state >> 56)
      }
      guard let found = shape(code) else { continue }
      #expect(found.byteCount > 0 && found.byteCount < 16)
      #expect(found.relativeIndex + 4 <= found.byteCount || found.relativeIndex == 0)
    }
  }
}
