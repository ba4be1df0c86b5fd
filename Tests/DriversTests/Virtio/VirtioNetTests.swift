internal import Drivers
internal import Hardware
internal import Testing

/// A frame of which each byte tells its place.
private func frame(_ number: Int, byteCount: Int = 60) -> [UInt8] {
  (0..<byteCount).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0) }
}

@Suite struct VirtioNetTests {
  @Suite struct Start {
    @Test func `knows address and MTU`() throws {
      let device = FakeNetDevice()
      device.configuration[10...11] = [0x78, 0x05]
      let net = try device.started()
      #expect(net.address == [0x52, 0x54, 0, 0, 0, 0x42])
      #expect(net.mtu == 1400)
      #expect(net.isLinkUp)
    }

    @Test func `takes Ethernet's MTU where the device names none`() throws {
      let device = FakeNetDevice()
      device.offered.remove(.mtu)
      device.configuration.removeLast(2)
      #expect(try device.started().mtu == 1500)
    }

    @Test func `refuses a link that is too narrow for IPv4`() {
      let device = FakeNetDevice()
      device.configuration[10...11] = [0x3f, 0x02]
      #expect(throws: VirtioError.unusableMTU(575)) { _ = try device.started().mtu }
      #expect(device.status == 0x8b)
    }

    @Test func `sees a link that goes down`() throws {
      let device = FakeNetDevice()
      let net = try device.started()
      device.configuration[6] = 0
      #expect(!net.isLinkUp)
    }

    @Test func `refuses a device without version 1 and says so to it`() {
      let device = FakeNetDevice()
      device.offered.remove(.version1)
      #expect(throws: VirtioError.missingFeatures(.version1)) { _ = try device.started().mtu }
      #expect(device.status == 0x83)
    }

    @Test func `reports refused features and says so to the device`() {
      let device = FakeNetDevice()
      device.insistsOn = [.checksum]
      #expect(throws: VirtioError.featuresRefused) { _ = try device.started().mtu }
      #expect(device.status == 0x83)
    }

    @Test func `refuses a device of another kind without touching it`() {
      let device = FakeNetDevice()
      let registers = device.mappedRegisters(kind: 2)
      #expect(throws: VirtioError.wrongKind(2)) { _ = try device.started(over: registers).mtu }
      #expect(registers.accesses.allSatisfy { $0.direction == .read })
    }

    @Test func `waits for a slow reset`() throws {
      let device = FakeNetDevice()
      device.resetReads = 100
      _ = try device.started().mtu
    }

    @Test func `reports a device that does not reset`() {
      let device = FakeNetDevice()
      device.resetReads = .max
      #expect(throws: VirtioError.resetTimedOut) { _ = try device.started().mtu }
    }

    @Test func `reports a configuration that never holds still`() {
      let device = FakeNetDevice()
      device.isUnstable = true
      #expect(throws: VirtioError.unstableConfiguration) { _ = try device.started().mtu }
    }

    @Test(arguments: [0, 1]) func `reports a missing queue`(queue: Int) {
      let device = FakeNetDevice()
      device.maximumQueueSize[queue] = 0
      #expect(throws: VirtioError.noQueue(UInt16(queue))) { _ = try device.started().mtu }
    }

    @Test(arguments: [0, 20480]) func `reports too little memory`(available: Int) {
      let device = FakeNetDevice()
      device.memory.available = available
      #expect(throws: VirtioError.outOfMemory) { _ = try device.started().mtu }
      #expect(device.status == 0x8b)
    }

    @Test func `needs ten pages for 8 and 8 buffers`() throws {
      let device = FakeNetDevice()
      _ = try device.started().mtu
      #expect(device.memory.allocatedByteCount == 10 * 4096)
    }

    @Test func `resets the device at its end`() throws {
      let device = FakeNetDevice()
      do { _ = try device.started().mtu }
      #expect(device.status == 0)
    }
  }

  @Suite struct Receive {
    @Test func `hands over frames in order, without their headers`() throws {
      let device = FakeNetDevice()
      let net = try device.started()
      #expect(net.receive() == nil)
      for number in 0..<3 { device.deliver(frame(number, byteCount: 60 + number)) }
      for number in 0..<3 { #expect(net.receive() == frame(number, byteCount: 60 + number)) }
      #expect(net.receive() == nil)
    }

    // 70,000 frames take every position past its wrap.
    @Test(arguments: [(1, 500), (3, 500), (8, 70_000), (256, 1_000)])
    func `goes round the ring many times`(count: Int, frameCount: Int) throws {
      let device = FakeNetDevice()
      let net = try device.started(receiveBuffers: count)
      for number in 0..<frameCount {
        guard device.deliver(frame(number, byteCount: 14)) else {
          Issue.record("no buffer for frame \(number)")
          return
        }
        guard net.receive() == frame(number, byteCount: 14) else {
          Issue.record("frame \(number) did not arrive")
          return
        }
      }
      #expect(net.refusals == VirtqueueRefusals.none)
    }

    @Test func `lets a frame be answered while it is read`() throws {
      let device = FakeNetDevice()
      let net = try device.started(transmitBuffers: 2)
      for number in 0..<3 { device.deliver(frame(number)) }
      #expect(net.echo() == true && net.echo() == true)
      #expect(net.echo() == false, "both buffers are out")
      #expect(net.echo() == nil)
      #expect(device.send() == [frame(0), frame(1)])
    }

    @Test func `has all its buffers with the device from the start`() throws {
      let device = FakeNetDevice()
      let net = try device.started()
      #expect(device.takeNotifications() == [0])
      for number in 0..<8 { #expect(device.deliver(frame(number))) }
      #expect(!device.deliver(frame(8)))
      for number in 0..<8 { #expect(net.receive() == frame(number)) }
    }

    @Test func `gives buffers back in batches and wakes a device that waits for them`() throws {
      let device = FakeNetDevice()
      let net = try device.started()
      _ = device.takeNotifications()
      for number in 0..<8 { device.deliver(frame(number)) }
      device.receiveQueue.wish(notifications: true)
      _ = net.receive()
      #expect(device.receiveQueue.waitingCount == 0)
      _ = net.receive()
      #expect(device.receiveQueue.waitingCount == 2)
      #expect(device.takeNotifications() == [0])
    }

    @Test func `gives the rest back before it sleeps`() throws {
      let device = FakeNetDevice()
      let net = try device.started()
      device.deliver(frame(0))
      _ = net.receive()
      #expect(device.receiveQueue.waitingCount == 7)
      #expect(!net.enableReceiveInterrupts())
      #expect(device.receiveQueue.waitingCount == 8)
    }

    @Test(arguments: [true, false])
    func `is interrupted only when it asked`(eventIndex: Bool) throws {
      let device = FakeNetDevice()
      if !eventIndex { device.offered.remove(.eventIndex) }
      let net = try device.started()
      device.deliver(frame(0))
      #expect(device.receiveQueue.interruptCount == 1)
      net.disableReceiveInterrupts()
      device.deliver(frame(1))
      #expect(net.receive() == frame(0))
      device.deliver(frame(2))
      #expect(device.receiveQueue.interruptCount == 1)
      #expect(net.enableReceiveInterrupts(), "frames wait, for which no interrupt comes")
      while net.receive() != nil {}
      #expect(!net.enableReceiveInterrupts())
      device.deliver(frame(3))
      #expect(device.receiveQueue.interruptCount == 2)
    }
  }

  /// What happens on the device's side is seen only after an access to it, as under an emulator
  /// that leaves out fences.
  @Suite struct Ordering {
    @Test func `sees a frame that comes in while it goes to sleep`() throws {
      let device = FakeNetDevice()
      let net = try device.started()
      device.onStatusRead = { [unowned device] in device.deliver(frame(0)) }
      #expect(net.enableReceiveInterrupts())
    }

    @Test(arguments: [true, false])
    func `notifies a device that goes to sleep meanwhile`(eventIndex: Bool) throws {
      let device = FakeNetDevice()
      if !eventIndex { device.offered.remove(.eventIndex) }
      let net = try device.started()
      _ = device.takeNotifications()
      device.transmitQueue.wish(notifications: false)
      device.onStatusRead = { [unowned device] in
        device.transmitQueue.wish(notifications: true)
      }
      #expect(net.transmit(frame(0)))
      net.flush()
      #expect(device.takeNotifications() == [1])
    }

    @Test func `touches no register for it where a fence is enough`() throws {
      let device = FakeNetDevice()
      let registers = device.mappedRegisters()
      let net = try device.started(over: registers, ordering: .fence)
      device.transmitQueue.wish(notifications: false)
      registers.forget()
      #expect(net.transmit(frame(0)))
      net.flush()
      #expect(!net.enableReceiveInterrupts())
      #expect(registers.accesses == [])
      withExtendedLifetime(net) {}
    }

    @Test func `touches no register to notify a device that wants it`() throws {
      let device = FakeNetDevice()
      let registers = device.mappedRegisters()
      let net = try device.started(over: registers)
      registers.forget()
      #expect(net.transmit(frame(0)))
      net.flush()
      #expect(registers.accesses == [.write(32, 0x050, 1)])
      withExtendedLifetime(net) {}
    }
  }

  @Suite struct Transmit {
    @Test func `sends frames of every length as they are`() throws {
      let device = FakeNetDevice()
      let net = try device.started()
      for byteCount in [1, 14, 60, 1514, 1518, 2036] {
        #expect(net.transmit(frame(1, byteCount: byteCount)))
        net.flush()
        #expect(device.send() == [frame(1, byteCount: byteCount)])
      }
    }

    @Test(arguments: [-1, 0, 2037]) func `refuses impossible lengths`(byteCount: Int) throws {
      let device = FakeNetDevice()
      let net = try device.started()
      var called = false
      let sent = net.transmit(byteCount: byteCount) { _ in called = true }
      #expect(!sent && !called)
    }

    @Test func `tells the device once of a batch`() throws {
      let device = FakeNetDevice()
      let net = try device.started()
      _ = device.takeNotifications()
      for number in 0..<5 { #expect(net.transmit(frame(number))) }
      #expect(device.transmitQueue.waitingCount == 0)
      net.flush()
      net.flush()
      #expect(device.takeNotifications() == [1])
      #expect(device.send() == (0..<5).map { frame($0) })
    }

    @Test(arguments: [true, false])
    func `does not notify a device that is awake`(eventIndex: Bool) throws {
      let device = FakeNetDevice()
      if !eventIndex { device.offered.remove(.eventIndex) }
      let net = try device.started()
      _ = device.takeNotifications()
      device.transmitQueue.wish(notifications: false)
      #expect(net.transmit(frame(0)))
      net.flush()
      #expect(device.takeNotifications() == [])
      #expect(device.send() == [frame(0)])
      device.transmitQueue.wish(notifications: true)
      #expect(net.transmit(frame(1)))
      net.flush()
      #expect(device.takeNotifications() == [1])
    }

    @Test func `refuses when all buffers are out, having told the device`() throws {
      let device = FakeNetDevice()
      let net = try device.started()
      _ = device.takeNotifications()
      for number in 0..<8 { #expect(net.transmit(frame(number))) }
      #expect(!net.transmit(frame(8)))
      #expect(device.takeNotifications() == [1])
      #expect(device.send().count == 8)
      #expect(net.transmit(frame(8)))
    }

    @Test(arguments: [true, false], [(1, 500), (3, 70_000), (256, 1_000)])
    func `goes round the ring many times without an interrupt`(
      eventIndex: Bool, counts: (Int, Int)
    ) throws {
      let (count, frameCount) = counts
      let device = FakeNetDevice()
      if !eventIndex { device.offered.remove(.eventIndex) }
      let net = try device.started(transmitBuffers: count)
      for number in 0..<frameCount {
        let sent = net.transmit(byteCount: 14) { frame in
          frame.storeBytes(of: number, toByteOffset: 0, as: Int.self)
        }
        net.flush()
        guard sent, let buffer = device.transmitQueue.take() else {
          Issue.record("frame \(number) was not sent")
          return
        }
        guard device.memory.load(buffer.address + 12) == number else {
          Issue.record("frame \(number) is not what was sent")
          return
        }
        device.transmitQueue.giveBack(buffer, byteCount: 0)
      }
      #expect(device.transmitQueue.interruptCount == 0)
    }

    @Test func `is interrupted for a free buffer if it asked`() throws {
      let device = FakeNetDevice()
      let net = try device.started(transmitBuffers: 2)
      #expect(net.transmit(frame(0)) && net.transmit(frame(1)))
      #expect(!net.transmit(frame(2)))
      #expect(!net.enableTransmitInterrupt())
      _ = device.send()
      #expect(device.transmitQueue.interruptCount == 1)
      #expect(net.enableTransmitInterrupt(), "buffers are free already")
    }
  }
}
