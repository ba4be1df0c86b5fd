internal import Testing

@testable internal import Frames

@Suite struct SeenFrameTests {
  @Test func `reads the header of virtio`() throws {
    let bytes: [UInt8] = [1, 1, 54, 0, 0xb4, 5, 34, 0, 16, 0]
    let offload = bytes.withUnsafeBytes { SeenFrame.Offload(virtioHeader: $0) }
    #expect(offload?.checksumStart == 34)
    #expect(offload?.checksumOffset == 16)
    #expect(offload?.segmentByteCount == 1460)
    let none = [UInt8](repeating: 0, count: 10).withUnsafeBytes {
      SeenFrame.Offload(virtioHeader: $0)
    }
    #expect(none == SeenFrame.Offload())
    #expect(
      [UInt8](repeating: 0, count: 9).withUnsafeBytes { SeenFrame.Offload(virtioHeader: $0) } == nil
    )
  }

  @Test func `completes a checksum as a card does`() {
    let whole = Build.udpFrame([1, 2, 3])
    let pseudo = Build.checksum(Build.guest + Build.host + [0, 17, 0, 11]).map { ~$0 }
    var partial = whole
    partial.replaceSubrange(40..<42, with: pseudo)
    partial.withUnsafeBytes { buffer in
      var frame = SeenFrame(.fromGuest, at: 0, ByteView(buffer))
      #expect(frame.completed == nil)
      frame.offload.checksumStart = 34
      frame.offload.checksumOffset = 6
      #expect(frame.completed == whole)
      frame.offload.checksumStart = 44
      #expect(frame.completed == nil)
    }
  }
}
