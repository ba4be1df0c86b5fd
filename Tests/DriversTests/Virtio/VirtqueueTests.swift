internal import Drivers
internal import Testing

/// What a hostile device may do; the driver must neither trap nor touch foreign memory.
///
/// What an honest one does is in VirtioNetTests.
@Suite struct VirtqueueTests {
  @Test(arguments: [8, 255, 0x1_0000, UInt32.max])
  func `refuses a buffer that does not exist`(index: UInt32) throws {
    let device = FakeNetDevice()
    let net = try device.started()
    device.receiveQueue.writeUsed(index: index, byteCount: 60)
    device.deliver([1, 2, 3])
    #expect(net.receive() == [1, 2, 3], "what follows is still taken")
    #expect(net.refusals.buffers == 1)
    #expect(!net.hasFailed)
  }

  @Test func `takes a buffer back once only`() throws {
    let device = FakeNetDevice()
    let net = try device.started(transmitBuffers: 2)
    #expect(net.transmit([1]) && net.transmit([2]))
    net.flush()
    device.transmitQueue.writeUsed(index: 1, byteCount: 0)
    device.transmitQueue.writeUsed(index: 1, byteCount: 0)
    #expect(net.transmit([3]))
    #expect(!net.transmit([4]), "one of two buffers came back")
    #expect(net.refusals.buffers == 1)
    #expect(!net.hasFailed)
  }

  @Test func `counts where others can read it`() throws {
    let device = FakeNetDevice()
    let net = try device.started(transmitBuffers: 2)
    #expect(net.counters == [1, 0, 0, 0], "the device was told of the receive buffers")
    #expect(net.transmit([1]))
    net.flush()
    device.receiveQueue.writeUsed(index: 300, byteCount: 60)
    device.receiveQueue.writeUsed(index: 0, byteCount: 5000)
    #expect(net.receive() == nil)
    #expect(net.counters == [1, 2, 1, 0])
    #expect(net.refusals.buffers == 1 && net.refusals.byteCounts == 1)
    device.transmitQueue.jump(by: 9)
    #expect(net.transmit([2]) && !net.transmit([3]))
    #expect(net.counters[3] == 1 && net.refusals.positions == 1)
  }

  @Test func `survives a receive buffer that is returned without being asked for`() throws {
    let device = FakeNetDevice()
    let net = try device.started()
    device.deliver([1, 2, 3])
    device.receiveQueue.writeUsed(index: 0, byteCount: 15)
    #expect(net.receive() == [1, 2, 3])
    #expect(net.receive() == [1, 2, 3], "the same buffer again, as the device says")
    #expect(net.receive() == nil)
  }

  @Test(arguments: [0, 11, 2049, UInt32.max])
  func `refuses an impossible length and keeps the buffer in use`(byteCount: UInt32) throws {
    let device = FakeNetDevice()
    let net = try device.started()
    for _ in 0..<100 {
      let buffer = try #require(device.receiveQueue.take())
      device.receiveQueue.giveBack(buffer, byteCount: Int(byteCount))
      #expect(net.receive() == nil)
      _ = net.enableReceiveInterrupts()
    }
    #expect(net.refusals.byteCounts == 100)
    device.deliver([7])
    #expect(net.receive() == [7])
  }

  @Test func `takes no notice of lengths of sent frames`() throws {
    let device = FakeNetDevice()
    let net = try device.started(transmitBuffers: 1)
    #expect(net.transmit([1]))
    net.flush()
    let buffer = try #require(device.transmitQueue.take())
    device.transmitQueue.giveBack(buffer, byteCount: 0xffff_ffff)
    #expect(net.transmit([2]))
  }

  @Test(arguments: [9, 10, 0x7fff, 0x8000, 0xffff])
  func `reads no more of a queue whose position makes no sense`(jump: UInt16) throws {
    let device = FakeNetDevice()
    let net = try device.started()
    device.receiveQueue.jump(by: jump)
    #expect(net.receive() == nil)
    #expect(net.hasFailed)
    #expect(net.refusals.positions == 1)
    #expect(!net.enableReceiveInterrupts(), "a run loop must not go round for ever")
  }
}
