internal import Drivers
internal import Hardware
internal import Testing

@Suite struct VirtioLegacyPCITests {
  /// QEMU's pc with a network device that knows the old interface only.
  struct Machine {
    let device = FakeNetDevice()
    let pci: FakePCI
    let front: FakeVirtioLegacyPCI

    init(hasMessages: Bool = true) throws {
      pci = try FakePCI(fixture: "qemu-pc/qboot.txt")
      front = FakeVirtioLegacyPCI(device, pci.networkFunction)
      if !hasMessages { front.function.bytes[0x34] = 0 }
    }

    func transport() throws(VirtioError) -> VirtioLegacyPCI<FakeRegisters> {
      var configuration = PCIConfiguration(pci)
      var window = PCIWindow(
        from: PhysicalAddress(rawValue: 0xe000_0000), to: PhysicalAddress(rawValue: 0xfec0_0000))
      var portWindow = PCIWindow(
        from: PhysicalAddress(rawValue: 0xd000), to: PhysicalAddress(rawValue: 0x1_0000))
      let function = configuration.findFunction { VirtioPCI<FakeRegisters>.isDevice($0, .network) }
      guard let function else { throw .noDevice }
      return try VirtioLegacyPCI(
        function, in: &configuration, window: &window, portWindow: &portWindow,
        message: InterruptMessage(vector: InterruptVector(rawValue: 0x40), processor: 0),
        map: { front.map($0, $1) }, ports: { front.ports($0, $1) })
    }

    func start() throws(VirtioError) -> DriverBox<VirtioLegacyPCI<FakeRegisters>> {
      var memory = device.memory
      return DriverBox(
        try VirtioNet(try transport(), receiveBuffers: 8, transmitBuffers: 4, memory: &memory))
    }
  }

  @Test func `a whole start is these accesses and no others`() throws {
    let machine = try Machine()
    machine.device.maximumQueueSize = [256, 64]
    _ = try machine.start().mtu
    // After 8 buffers, at the start of a page.
    let receivePage: UInt64 = 0x1_2345a
    let transmitPage: UInt64 = 0x1_2345_6 + 0x7 + 0x100 + 0x2
    let expected: [RegisterAccess] = [
      // Reset, acknowledge, driver; the features, of which nobody says that they are accepted.
      .write(8, 0x12, 0), .read(8, 0x12, 0), .write(8, 0x12, 1), .write(8, 0x12, 3),
      .read(32, 0x00, 0x2801_0028), .write(32, 0x04, 0x2801_0028),
      // Messages, and the configuration behind their numbers.
      .write(16, 0x14, 1), .read(16, 0x14, 1),
      .read(8, 0x18, 0x52), .read(8, 0x19, 0x54), .read(8, 0x1a, 0),
      .read(8, 0x1b, 0), .read(8, 0x1c, 0), .read(8, 0x1d, 0x42), .read(16, 0x22, 1500),
      // The queues, of the sizes that the device has.
      .write(16, 0x0e, 0), .read(16, 0x0c, 256), .write(16, 0x0e, 0), .read(32, 0x08, 0),
      .write(16, 0x16, 0), .read(16, 0x16, 0), .write(32, 0x08, receivePage),
      .write(16, 0x0e, 1), .read(16, 0x0c, 64), .write(16, 0x0e, 1), .read(32, 0x08, 0),
      .write(16, 0x16, 0), .read(16, 0x16, 0), .write(32, 0x08, transmitPage),
      .write(8, 0x12, 7), .write(16, 0x10, 0), .write(8, 0x12, 0),
    ]
    #expect(machine.front.accesses.filter { $0.offset < 0x10_0000 } == expected)
  }

  @Test(arguments: [true, false], [true, false])
  func `carries frames both ways`(hasMessages: Bool, isMergeable: Bool) throws {
    let machine = try Machine(hasMessages: hasMessages)
    if isMergeable { machine.device.offered.insert(.mergeableBuffers) }
    let net = try machine.start()
    #expect(net.address == [0x52, 0x54, 0, 0, 0, 0x42])
    for number in 0..<600 {
      let frame = (0..<60).map { UInt8(truncatingIfNeeded: number &+ $0) }
      #expect(machine.device.deliver(frame))
      #expect(net.receive() == frame)
      #expect(net.transmit(frame))
      net.flush()
      #expect(machine.device.send() == [frame])
    }
    #expect(machine.device.memory.guardsAreIntact && net.refusals == .none)
  }

  @Test func `uses its pin if it sends no messages`() throws {
    let machine = try Machine(hasMessages: false)
    let transport = try machine.transport()
    let isLine = transport.interrupt == .line(11)
    #expect(isLine && machine.front.function.bytes[4...5] == [0x07, 0x00])
    machine.front.interruptStatus = 3
    let net = try Machine(hasMessages: false).start()
    #expect(net.acknowledgeInterrupt() == [])
  }

  @Test func `takes ports that firmware gave`() throws {
    let machine = try Machine()
    machine.front.function.setWord(0xc041, at: 0x10)
    let base = try machine.transport().base
    #expect(base.rawValue == 0xc040)
  }

  @Test func `refuses a function without ports`() throws {
    let machine = try Machine()
    machine.front.function.setWord(0, at: 0x10)
    #expect(throws: VirtioError.badCapability(0)) { _ = try machine.start().mtu }
  }

  @Test(arguments: [0, 3, 100]) func `refuses a queue of an impossible size`(size: UInt16) throws {
    let machine = try Machine()
    machine.device.maximumQueueSize[0] = size
    #expect(throws: VirtioError.noQueue(0)) { _ = try machine.start().mtu }
  }

  @Test func `refuses a device that cares how frames are laid out`() throws {
    let machine = try Machine()
    machine.device.offered.remove(.anyLayout)
    #expect(throws: VirtioError.missingFeatures(.anyLayout)) { _ = try machine.start().mtu }
  }

  @Test func `refuses a queue that somebody else has switched on`() throws {
    let machine = try Machine()
    machine.device.onStatusRead = { [unowned device = machine.device] in
      device.queues[0].descriptors = 0x1000
    }
    #expect(throws: VirtioError.queueInUse(0)) { _ = try machine.start().mtu }
  }
}
