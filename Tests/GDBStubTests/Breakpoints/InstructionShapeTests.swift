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

  /// What follows an operation: immediate bytes, and 16 if there is a byte of addressing modes.
  ///
  /// Source: Intel SDM volume 2, appendix A.3, tables.
  private static func parts(_ operation: Int, _ extension: Int, isWide: Bool) -> Int? {
    let modes = 16
    return switch operation {
    case 0...0x3f where operation & 7 < 4: modes
    case 0...0x3f where operation & 7 < 6: operation & 1 == 0 ? 1 : 4
    case 0x50...0x5f, 0x90, 0xc3: 0
    case 0x6a, 0xa8, 0xb0...0xb7: 1
    case 0x68, 0xa9: 4
    case 0xb8...0xbf: isWide ? 8 : 4
    case 0x63, 0x84...0x8b, 0x8d, 0xd0...0xd3: modes
    case 0x6b, 0x80, 0x83, 0xc0, 0xc1, 0x1ba: modes + 1
    case 0x69, 0x81: modes + 4
    case 0xc6, 0xc7: `extension` == 0 ? modes + (operation == 0xc6 ? 1 : 4) : nil
    case 0xf6: modes + (`extension` < 2 ? 1 : 0)
    case 0xf7: modes + (`extension` < 2 ? 4 : 0)
    case 0xfe, 0xff: `extension` < 2 || `extension` == 6 ? modes : nil
    case 0x110...0x117, 0x11e, 0x11f, 0x128...0x12f, 0x140...0x16f, 0x17e, 0x17f, 0x190...0x19f,
      0x1a3, 0x1af, 0x1b6, 0x1b7, 0x1be, 0x1bf, 0x1d6, 0x1ef:
      modes
    default: nil
    }
  }

  @Test(arguments: [0, 0x100], [false, true])
  func `knows every operation that it does not leave out`(page: Int, isWide: Bool) {
    for operation in page..<page + 256 {
      // These are prefixes, or the first byte of an operation of two.
      if operation & ~15 == 0x40 || [0x0f, 0x66, 0xf2, 0xf3].contains(operation) { continue }
      for `extension` in 0..<8 {
        let front = (isWide ? [0x48] : []) + (page > 0 ? [0x0f] : []) as [UInt8]
        let code = front + [UInt8(operation & 255), UInt8(0xc0 | `extension` << 3)]
        let wanted = Self.parts(operation, `extension`, isWide: isWide).map {
          front.count + 1 + $0 % 16 + $0 / 16
        }
        #expect(shape(code)?.byteCount == wanted, "\(code)")
      }
    }
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
