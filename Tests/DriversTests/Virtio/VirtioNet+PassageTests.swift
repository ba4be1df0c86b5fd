internal import Drivers
internal import Hardware
internal import Testing

/// What somebody sees of a device's frames who looks only now and then.
@Suite struct VirtioNetPassageTests {
  private static func frame(_ number: Int, byteCount: Int = 60) -> [UInt8] {
    (0..<byteCount).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0) }
  }

  @Test func `shows what was taken and what was sent since the last look`() throws {
    let device = FakeNetDevice()
    let net = try device.started()
    device.deliver(Self.frame(0))
    _ = net.receive()
    var place = net.passedFrames
    #expect(net.frames(since: &place).isEmpty)
    for number in 1..<3 { device.deliver(Self.frame(number, byteCount: 60 + number)) }
    _ = net.receive()
    #expect(net.transmit(Self.frame(7)) && net.transmit(Self.frame(8, byteCount: 1514)))
    #expect(
      net.frames(since: &place) == [
        Self.frame(1, byteCount: 61), Self.frame(7), Self.frame(8, byteCount: 1514),
      ], "the other one was not taken yet")
    _ = net.receive()
    #expect(net.frames(since: &place) == [Self.frame(2, byteCount: 62)])
    #expect(net.frames(since: &place).isEmpty && net.missedCount == 0)
  }

  @Test func `does not show what the device may have overwritten, but counts it`() throws {
    let device = FakeNetDevice()
    let net = try device.started()
    var place = net.passedFrames
    for number in 0..<20 {
      device.deliver(Self.frame(number))
      #expect(net.receive() == Self.frame(number))
    }
    let seen = net.frames(since: &place)
    #expect(seen == (14..<20).map { Self.frame($0) })
    #expect(net.missedCount == 14)
  }

  @Test func `does not show what was sent from buffers that are in use again`() throws {
    let device = FakeNetDevice()
    let net = try device.started(transmitBuffers: 2)
    var place = net.passedFrames
    for number in 0..<5 {
      #expect(net.transmit(Self.frame(number)))
      net.flush()
      _ = device.send()
    }
    let seen = net.frames(since: &place)
    #expect(
      seen.last == Self.frame(4) && seen.allSatisfy { (0..<5).map { Self.frame($0) }.contains($0) })
    #expect(net.missedCount + seen.count == 5 && seen.count <= 2)
  }

  @Test func `takes a frame in several buffers for one, of its length`() throws {
    let device = FakeNetDevice()
    device.offered.insert(.mergeableBuffers)
    let net = try device.started(receiveBuffers: 64)
    var place = net.passedFrames
    device.deliver(Self.frame(1, byteCount: 600), pieceLimit: 112)
    device.deliver(Self.frame(2))
    _ = net.receive()
    _ = net.receive()
    #expect(
      net.frames(since: &place) == [Array(Self.frame(1, byteCount: 600)[..<100]), Self.frame(2)])
    #expect(net.lastByteCounts == [600, 60] && net.missedCount == 0)
  }

  @Test func `shows the beginning of a segment that the device cuts`() throws {
    let device = FakeNetDevice()
    device.offered.formUnion([
      .checksum, .guestChecksum, .mergeableBuffers, .segmentation, .mergedSegments,
    ])
    let net = try device.started()
    net.makeRoomForSegments(sendBuffers: 1, memory: device.memory)
    var place = net.passedFrames
    let cut = FrameSegmentation(
      checksum: FrameOffload(checksumStart: 34, checksumOffset: 16), headerByteCount: 66,
      segmentByteCount: 1448)
    #expect(net.transmit(Self.frame(3, byteCount: 5000), segmentation: cut))
    #expect(net.frames(since: &place) == [Self.frame(3, byteCount: 5000)])
  }
}
