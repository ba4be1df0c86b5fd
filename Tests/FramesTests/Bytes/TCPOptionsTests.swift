internal import Testing

@testable internal import Frames

@Suite struct TCPOptionsTests {
  private func options(_ bytes: [UInt8]) -> (fault: String?, TCPOptions) {
    bytes.withUnsafeBytes { buffer in
      let options = TCPOptions(ByteView(buffer))
      return (options.fault?.text, options)
    }
  }

  @Test func `reads every option that is in use`() {
    let (fault, found) = options([
      2, 4, 5, 0xb4, 3, 3, 7, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 1, 0, 0,
    ])
    #expect(fault == nil)
    #expect(found.maximumSegmentSize == 1460)
    #expect(found.windowScale == 7)
    #expect(found.permitsSACK)
    #expect(found.timestamps?.value == 1)
    #expect(options([5, 10, 0, 0, 0, 1, 0, 0, 0, 2]).1.blocks.count == 1)
  }

  @Test(
    arguments: [
      [2], [2, 1], [2, 3, 1], [2, 8, 1, 1], [3, 3, 15], [4, 2, 4, 2], [99, 2], [0, 1], [5, 9],
      [8, 4, 0, 0], [5, 11, 0, 0, 0, 1, 0, 0, 0, 2, 0],
    ] as [[UInt8]])
  func `refuses what is malformed`(bytes: [UInt8]) {
    #expect(options(bytes).fault != nil)
  }
}
