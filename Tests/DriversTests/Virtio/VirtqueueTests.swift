internal import Drivers
internal import TestSupport
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

  @Test(arguments: 0..<40) func `survives a device that writes at random`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let device = FakeNetDevice()
    if seed % 2 == 0 { device.offered.remove(.eventIndex) }
    let net = try device.started(receiveBuffers: 5, transmitBuffers: 3)
    for _ in 0..<2_000 {
      device.scribble(&random)
      for _ in 0..<random.below(4) { _ = net.receive() }
      if random.below(2) == 0 {
        _ = net.transmit(byteCount: random.below(2100)) { frame in
          for index in 0..<frame.byteCount {
            frame.storeBytes(of: 0x5a, toByteOffset: index, as: UInt8.self)
          }
        }
      }
      if random.below(3) == 0 { net.flush() }
      if random.below(3) == 0 { _ = net.enableReceiveInterrupts() }
      if random.below(5) == 0 { net.disableReceiveInterrupts() }
    }
    #expect(device.memory.guardsAreIntact, "seed \(seed)")
    #expect(net.refusals != VirtqueueRefusals.none, "seed \(seed)")
  }
}

extension FakeNetDevice {
  /// Does one thing that a hostile device might do to one of its rings.
  fileprivate func scribble(_ random: inout SeededGenerator) {
    let queue = queues[random.below(2)]
    let wild = UInt32(truncatingIfNeeded: random.next())
    switch random.below(20) {
    case 0: queue.writeUsed(index: wild, byteCount: wild)
    case 1...6: queue.writeUsed(index: wild % 8, byteCount: wild >> 8 % 4096)
    case 7...16:
      let lengths: [UInt32] = [0, 12, 72, 2048, 2049, wild]
      queue.writeUsed(index: wild % 5, byteCount: lengths[random.below(6)])
    case 17: memory.store(UInt16(truncatingIfNeeded: wild), at: queue.used)
    case 18:
      memory.store(UInt16(truncatingIfNeeded: wild), at: queue.used + 4 + 8 * UInt64(queue.size))
    // Once in a long while, so that most of a run happens before the queue is given up.
    default: if random.below(100) == 0 { queue.jump(by: UInt16(truncatingIfNeeded: wild)) }
    }
  }
}
