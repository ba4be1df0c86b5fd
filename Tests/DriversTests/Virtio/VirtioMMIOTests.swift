internal import Drivers
internal import Hardware
internal import Testing

@Suite struct VirtioMMIOTests {
  @Test func `a whole start is these accesses and no others`() throws {
    let device = FakeNetDevice()
    device.maximumQueueSize = [1024, 4]
    let registers = device.mappedRegisters()
    let net = try device.started(over: registers)
    let receive = UInt64(0x2345_6000 + 8 * 2048)
    let transmit = UInt64(0x2345_6000 + 0x5000 + 0x10_0000 + 4 * 2048)
    #expect(
      registers.accesses == [
        .read(32, 0x000, 0x7472_6976), .read(32, 0x004, 2), .read(32, 0x008, 1),
        // Reset, acknowledge, driver.
        .write(32, 0x070, 0), .read(32, 0x070, 0), .write(32, 0x070, 1), .write(32, 0x070, 3),
        // Features: the offer, the choice, its acceptance.
        .write(32, 0x014, 1), .read(32, 0x010, 1),
        .write(32, 0x014, 0), .read(32, 0x010, 0x2001_0028),
        .write(32, 0x024, 1), .write(32, 0x020, 1),
        .write(32, 0x024, 0), .write(32, 0x020, 0x2001_0028),
        .write(32, 0x070, 11), .read(32, 0x070, 11),
        // Configuration between two looks at its generation.
        .read(32, 0x0fc, 0),
        .read(8, 0x100, 0x52), .read(8, 0x101, 0x54), .read(8, 0x102, 0),
        .read(8, 0x103, 0), .read(8, 0x104, 0), .read(8, 0x105, 0x42), .read(16, 0x10a, 1500),
        .read(32, 0x0fc, 0),
        // The receive queue of 8 descriptors.
        .write(32, 0x030, 0), .read(32, 0x034, 1024), .write(32, 0x030, 0), .read(32, 0x044, 0),
        .write(32, 0x038, 8),
        .write(32, 0x080, receive), .write(32, 0x084, 1),
        .write(32, 0x090, receive + 128), .write(32, 0x094, 1),
        .write(32, 0x0a0, receive + 152), .write(32, 0x0a4, 1),
        .write(32, 0x044, 1),
        // The transmit queue of the 4 descriptors that the device has.
        .write(32, 0x030, 1), .read(32, 0x034, 4), .write(32, 0x030, 1), .read(32, 0x044, 0),
        .write(32, 0x038, 4),
        .write(32, 0x080, transmit), .write(32, 0x084, 1),
        .write(32, 0x090, transmit + 64), .write(32, 0x094, 1),
        .write(32, 0x0a0, transmit + 80), .write(32, 0x0a4, 1),
        .write(32, 0x044, 1),
        // Ready; and only then a notification of the receive buffers.
        .write(32, 0x070, 15), .write(32, 0x050, 0),
      ])
    // The driver's end would be one more write.
    #expect(net.bufferCounts == [8, 4])
  }

  @Test func `refuses registers that are not virtio's`() {
    let registers = FakeRegisters()
    registers.load = { _, offset in offset == 0 ? 0xffff_ffff : nil }
    #expect(throws: VirtioError.notVirtio(0xffff_ffff)) { _ = try VirtioMMIO(registers).deviceKind }
  }

  @Test(arguments: [0, 3]) func `refuses a device of another version before it looks further`(
    version: UInt64
  ) {
    let registers = FakeNetDevice().mappedRegisters(version: version)
    let error = VirtioError.unsupportedVersion(UInt32(version))
    #expect(throws: error) { _ = try VirtioMMIO(registers).deviceKind }
    #expect(registers.accesses.count == 2)
  }

  @Test func `refuses an empty slot without a write`() {
    let registers = FakeNetDevice().mappedRegisters(kind: 0)
    #expect(throws: VirtioError.noDevice) { _ = try VirtioMMIO(registers).deviceKind }
    #expect(registers.accesses.allSatisfy { $0.direction == .read })
  }

  @Test func `refuses a queue that somebody else has switched on`() throws {
    let device = FakeNetDevice()
    var transport = try VirtioMMIO(device.mappedRegisters())
    let zero = PhysicalAddress(rawValue: 0)
    device.queues[1].isReady = true
    #expect(throws: VirtioError.queueInUse(1)) {
      try transport.activate(
        queue: 1,
        at: VirtqueueLocation(size: 8, descriptors: zero, available: zero, used: zero))
    }
  }

  @Test func `acknowledges exactly the causes that it reports`() throws {
    var registers = FakeNetDevice().mappedRegisters()
    #expect(VirtioMMIO.acknowledgeInterrupt(&registers) == [.usedBuffer, .configuration])
    #expect(VirtioMMIO.acknowledgeInterrupt(&registers) == [])
    #expect(
      registers.accesses == [.read(32, 0x060, 3), .write(32, 0x064, 3), .read(32, 0x060, 0)])
  }

  @Test func `tells what is in a slot`() {
    let device = FakeNetDevice()
    #expect(VirtioMMIO.kind(of: device.mappedRegisters(kind: 4)) == .entropy)
    #expect(VirtioMMIO.kind(of: device.mappedRegisters(kind: 0)) == nil)
    let other = FakeRegisters()
    other.load = { _, _ in 0xffff_ffff }
    #expect(VirtioMMIO.kind(of: other) == nil)
    #expect(other.accesses.count == 1)
  }
}
