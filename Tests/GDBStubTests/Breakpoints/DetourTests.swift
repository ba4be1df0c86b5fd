internal import TestSupport
internal import Testing

@testable internal import GDBStub

@Suite struct DetourTests {
  /// The detour of an instruction at 0x101000, which lies at 0x102000: its bytes before the jump
  /// and where that leads; nil if there is none.
  private func detour(
    _ code: [UInt8], at address: UInt64 = 0x10_1000, place: UInt64 = 0x10_2000
  ) -> (body: [UInt8], end: UInt64)? {
    withBuffer(code + [UInt8](repeating: 0, count: 16 - code.count)) { code in
      withBuffer([UInt8](repeating: 0, count: Detour.byteCount)) { buffer in
        guard let detour = Detour(of: code, at: address, place: place, into: buffer) else {
          return nil
        }
        let count = detour.bodyByteCount
        #expect(buffer[count] == 0xe9)
        let distance = Int32(truncatingIfNeeded: buffer.number(at: count + 1, byteCount: 4))
        let behind = place + UInt64(count + 5)
        #expect(behind &+ UInt64(bitPattern: Int64(distance)) == detour.end)
        return ((0..<count).map { buffer[$0] }, detour.end)
      }
    }
  }

  private func withBuffer<Result>(_ bytes: [UInt8], _ body: (ByteBuffer) -> Result) -> Result {
    var bytes = bytes
    return bytes.withUnsafeMutableBufferPointer { buffer in
      body(ByteBuffer(unsafeBase: buffer.baseAddress.unsafelyUnwrapped, count: buffer.count))
    }
  }

  @Test(
    arguments: [
      [0x55], [0x41, 0x57], [0x90], [0xc3], [0x48, 0x89, 0xe5], [0x31, 0xc0], [0x3c, 0x05],
      [0x48, 0x3d, 1, 2, 3, 4], [0x48, 0x83, 0xec, 0x18], [0x48, 0x81, 0xec, 0x18, 1, 0, 0],
      [0x89, 0x7c, 0x24, 0x0c], [0x8b, 0x84, 0x24, 1, 2, 3, 4], [0x8b, 0x04, 0x25, 1, 2, 3, 4],
      [0x8b, 0x04, 0x24], [0x8b, 0x80, 1, 2, 3, 4], [0xb8, 1, 0, 0, 0], [0xb0, 1],
      [0x48, 0xb8, 1, 2, 3, 4, 5, 6, 7, 8], [0xf6, 0xc1, 1], [0xf7, 0xc1, 1, 2, 3, 4],
      [0x48, 0xf7, 0xd8], [0x66, 0x83, 0xf8, 1], [0x66, 0x0f, 0x6f, 0x07],
      [0xf3, 0x0f, 0x1e, 0xfa], [0xf2, 0x0f, 0x58, 0xc1], [0x0f, 0xb6, 0xc0], [0x0f, 0x94, 0xc0],
      [0x0f, 0xba, 0xe0, 5], [0x68, 1, 2, 3, 4], [0x6a, 1], [0xff, 0x30], [0xff, 0xc0],
      [0x69, 0xc0, 1, 2, 3, 4], [0xc6, 0x00, 1], [0xc7, 0x40, 8, 1, 2, 3, 4],
    ] as [[UInt8]])
  func `copies what does the same everywhere`(code: [UInt8]) {
    let found = detour(code)
    #expect(found?.body == code)
    #expect(found?.end == 0x10_1000 + UInt64(code.count))
  }

  @Test func `moves what an instruction addresses behind itself`() {
    #expect(detour([0x48, 0x89, 0x3d, 0, 0x20, 0, 0])?.body == [0x48, 0x89, 0x3d, 0, 0x10, 0, 0])
    #expect(
      detour([0xc7, 0x05, 0, 0, 0, 0, 1, 2, 3, 4])?.body
        == [0xc7, 0x05, 0, 0xf0, 0xff, 0xff, 1, 2, 3, 4])
  }

  @Test func `replaces what goes elsewhere`() {
    let call = detour([0xe8, 0xfb, 0x0f, 0, 0])
    #expect(call?.body == [0x68, 0x05, 0x10, 0x10, 0])
    #expect(call?.end == 0x10_2000)
    #expect(detour([0xe9, 0xfb, 0xff, 0xff, 0xff])?.end == 0x10_1000)
    let short = detour([0xeb, 0xfe])
    #expect(short?.body == [])
    #expect(short?.end == 0x10_1000)
    // Taken, to 0x101012: 0x102006 - 0xff4.
    let near = detour([0x74, 0x10])
    #expect(near?.body == [0x0f, 0x84, 0x0c, 0xf0, 0xff, 0xff])
    #expect(near?.end == 0x10_1002)
    let far = detour([0x0f, 0x8f, 0x0c, 0, 0, 0])
    #expect(far?.body == [0x0f, 0x8f, 0x0c, 0xf0, 0xff, 0xff])
    #expect(far?.end == 0x10_1006)
  }

  @Test(
    arguments: [
      [0xfb], [0xf4], [0x9c], [0xcf], [0xcd, 3], [0xcc], [0xff, 0xd0], [0xff, 0xe0], [0xe2, 0xfe],
      [0x8e, 0xd0], [0x65, 0x8b, 0x00], [0xf0, 0x0f, 0xb1, 0x07], [0x66, 0x3d, 1, 2],
      [0x0f, 0x05], [0x0f, 0x30], [0x0f, 0x0b], [0xa4], [0xf3, 0xa4], [0xc2, 8, 0], [0xec], [0x06],
      [0xc4, 0xe2, 0x78, 0xf2, 0xc1],
    ] as [[UInt8]])
  func `leaves out what has to be where it is`(code: [UInt8]) {
    #expect(detour(code) == nil)
  }

  @Test func `leaves out what is too far away`() {
    #expect(detour([0x55], place: 0x1_0000_0000) == nil)
    #expect(detour([0x48, 0x8b, 0x05, 0xff, 0xff, 0xff, 0x7f], place: 0x10_0000) == nil)
    #expect(detour([0xe8, 0, 0, 0, 0], at: 0x8000_0000, place: 0x8000_0100) == nil)
  }
}
