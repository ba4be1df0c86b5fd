internal import Drivers
internal import Testing

@Suite struct VirtioNetAssemblyTests {
  private static func frame(_ byteCount: Int) -> [UInt8] {
    (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
  }

  private static func device(mtu: UInt16 = 9000) -> FakeNetDevice {
    let device = FakeNetDevice()
    device.offered.insert(.mergeableBuffers)
    device.configuration[10...11] = [UInt8(mtu & 0xff), UInt8(mtu >> 8)]
    return device
  }

  @Test func `uses a link of large frames, both ways`() throws {
    let device = Self.device()
    let net = try device.started(receiveBuffers: 16, transmitBuffers: 16)
    #expect(net.mtu == 9000)
    #expect(net.bufferCounts == [16, 3], "transmit buffers are larger, and fewer")
    for byteCount in [60, 2036, 2037, 4084, 4085, 9014, 9018] {
      #expect(device.deliver(Self.frame(byteCount)))
      #expect(net.receive() == Self.frame(byteCount))
    }
    for byteCount in [60, 2037, 9014] {
      #expect(net.transmit(Self.frame(byteCount)))
      net.flush()
      #expect(device.send() == [Self.frame(byteCount)])
    }
    #expect(net.refusals == .none && device.memory.guardsAreIntact)
  }

  @Test func `makes larger buffers for a device that does not spread frames`() throws {
    let device = Self.device()
    device.offered.remove(.mergeableBuffers)
    let net = try device.started(receiveBuffers: 16, transmitBuffers: 16)
    #expect(net.bufferCounts == [3, 3])
    #expect(device.deliver(Self.frame(9014)))
    #expect(net.receive() == Self.frame(9014))
  }

  @Test(arguments: [13, 14, 100, 1000])
  func `takes frames in however many pieces they come`(pieceLimit: Int) throws {
    let device = Self.device(mtu: 1500)
    let net = try device.started(receiveBuffers: 256)
    for round in 0..<100 {
      let frame = Self.frame(60 + round)
      #expect(device.deliver(frame, pieceLimit: pieceLimit))
      #expect(net.receive() == frame)
      _ = net.enableReceiveInterrupts()
    }
    #expect(net.refusals == .none)
  }

  @Test func `refuses a frame larger than any of the link, and goes on`() throws {
    let device = Self.device(mtu: 1500)
    let net = try device.started()
    for _ in 0..<50 {
      #expect(device.deliver(Self.frame(1519)))
      #expect(net.receive() == Self.frame(1519), "it fits into a buffer; the stack decides")
      // Past the pages that hold the largest, where the memory of others starts.
      #expect(device.deliver(Self.frame(8000)))
      #expect(device.deliver([1, 2, 3]))
      #expect(net.receive() == [1, 2, 3])
      _ = net.enableReceiveInterrupts()
    }
    #expect(net.refusals.byteCounts == 50 && device.memory.guardsAreIntact)
  }

  @Test(arguments: [0, 3, 9, 0xffff]) func `refuses a frame whose buffers are not there`(
    claimed: UInt16
  ) throws {
    let device = Self.device(mtu: 1500)
    let net = try device.started()
    for _ in 0..<50 {
      #expect(device.deliver([1, 2, 3], claimedBuffers: claimed))
      #expect(net.receive() == nil)
      _ = net.enableReceiveInterrupts()
    }
    #expect(net.refusals.byteCounts == 50 && !net.hasFailed)
    #expect(device.deliver([4]))
    #expect(net.receive() == [4], "no buffer was lost")
  }

  @Test func `takes no notice of the number where none was agreed upon`() throws {
    let device = FakeNetDevice()
    let net = try device.started()
    #expect(device.deliver([1, 2, 3], claimedBuffers: 7))
    #expect(net.receive() == [1, 2, 3])
  }
}
