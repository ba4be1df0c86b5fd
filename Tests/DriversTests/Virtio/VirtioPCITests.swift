internal import Drivers
internal import Hardware
internal import Testing

@Suite struct VirtioPCITests {
  /// QEMU's pc with its network device.
  struct Machine {
    let device = FakeNetDevice()
    let pci: FakePCI
    let front: FakeVirtioPCI

    init(firmware: String = "qboot") throws {
      pci = try FakePCI(fixture: "qemu-pc/\(firmware).txt")
      front = FakeVirtioPCI(device, pci.networkFunction)
    }

    func start(
      map: ((PhysicalAddress, Int) -> FakeRegisters?)? = nil
    ) throws(VirtioError) -> DriverBox<VirtioPCI<FakeRegisters>> {
      var configuration = PCIConfiguration(pci)
      var window = PCIWindow(
        from: PhysicalAddress(rawValue: 0xe000_0000), to: PhysicalAddress(rawValue: 0xfec0_0000))
      let function = configuration.findFunction { VirtioPCI<FakeRegisters>.isDevice($0, .network) }
      guard let function else { throw .noDevice }
      let message = InterruptMessage(vector: InterruptVector(rawValue: 0x40), processor: 0)
      let transport = try VirtioPCI(
        function, in: &configuration, window: &window, message: message,
        configurationMessage: InterruptMessage(
          vector: InterruptVector(rawValue: 0x41), processor: 0),
        map: map ?? { front.map($0, $1) })
      var memory = device.memory
      return DriverBox(
        try VirtioNet(transport, receiveBuffers: 8, transmitBuffers: 4, memory: &memory))
    }
  }

  @Test func `a whole start is these accesses and no others`() throws {
    let machine = try Machine()
    _ = try machine.start().mtu
    let receive = UInt64(0x2345_6000 + 8 * 2048)
    let transmit = UInt64(0x2345_6000 + 0x5000 + 0x10_0000 + 4 * 2048)
    #expect(
      machine.front.accesses == [
        // The message.
        .write(32, 0x10_000c, 1), .write(32, 0x10_0000, 0xfee0_0000), .write(32, 0x10_0004, 0),
        .write(32, 0x10_0008, 0x40), .write(32, 0x10_000c, 0),
        .write(32, 0x10_001c, 1), .write(32, 0x10_0010, 0xfee0_0000), .write(32, 0x10_0014, 0),
        .write(32, 0x10_0018, 0x41), .write(32, 0x10_001c, 0),
        // Reset, acknowledge, driver.
        .write(8, 0x14, 0), .read(8, 0x14, 0), .write(8, 0x14, 1), .write(8, 0x14, 3),
        // Features.
        .write(32, 0x00, 1), .read(32, 0x04, 1), .write(32, 0x00, 0), .read(32, 0x04, 0x2001_0028),
        .write(32, 0x08, 1), .write(32, 0x0c, 1), .write(32, 0x08, 0),
        .write(32, 0x0c, 0x2001_0028),
        .write(8, 0x14, 11), .read(8, 0x14, 11),
        // Changes of the configuration send the message.
        .write(16, 0x10, 1), .read(16, 0x10, 1),
        // Configuration between two looks at its generation.
        .read(8, 0x15, 0),
        .read(8, 0x2000, 0x52), .read(8, 0x2001, 0x54), .read(8, 0x2002, 0),
        .read(8, 0x2003, 0), .read(8, 0x2004, 0), .read(8, 0x2005, 0x42), .read(16, 0x200a, 1500),
        .read(8, 0x15, 0),
        // The receive queue.
        .read(16, 0x12, 3), .write(16, 0x16, 0), .read(16, 0x18, 256),
        .write(16, 0x16, 0), .read(16, 0x1c, 0), .read(16, 0x1e, 0), .write(16, 0x18, 8),
        .write(16, 0x1a, 0), .read(16, 0x1a, 0),
        .write(32, 0x20, receive), .write(32, 0x24, 1),
        .write(32, 0x28, receive + 128), .write(32, 0x2c, 1),
        .write(32, 0x30, receive + 152), .write(32, 0x34, 1),
        .write(16, 0x1c, 1),
        // The transmit queue.
        .read(16, 0x12, 3), .write(16, 0x16, 1), .read(16, 0x18, 256),
        .write(16, 0x16, 1), .read(16, 0x1c, 0), .read(16, 0x1e, 1), .write(16, 0x18, 4),
        .write(16, 0x1a, 0), .read(16, 0x1a, 0),
        .write(32, 0x20, transmit), .write(32, 0x24, 1),
        .write(32, 0x28, transmit + 64), .write(32, 0x2c, 1),
        .write(32, 0x30, transmit + 80), .write(32, 0x34, 1),
        .write(16, 0x1c, 1),
        // Ready; a notification of the receive buffers; and the reset at the driver's end.
        .write(8, 0x14, 15), .write(16, 0x3000, 0), .write(8, 0x14, 0),
      ])
  }

  @Test(arguments: ["qboot", "seabios"])
  func `carries frames both ways`(firmware: String) throws {
    let machine = try Machine(firmware: firmware)
    let net = try machine.start()
    machine.device.deliver([1, 2, 3])
    #expect(net.receive() == [1, 2, 3])
    #expect(net.transmit([4, 5]))
    net.flush()
    #expect(machine.device.takeNotifications() == [0, 1])
    #expect(machine.device.send() == [[4, 5]])
  }

  @Test func `leaves the function a bus master with messages and without a pin`() throws {
    let machine = try Machine()
    _ = try machine.start().mtu
    #expect(machine.front.function.bytes[4...5] == [0x06, 0x04])
    #expect(machine.front.function.bytes[0x9a...0x9b] == [0x03, 0x80])
    #expect(machine.front.table.prefix(4) == [0xfee0_0000, 0, 0x40, 0])
    #expect(machine.front.table[4..<8] == [0xfee0_0000, 0, 0x41, 0])
    #expect(machine.front.table.dropFirst(8) == [0, 0, 0, 1, 0, 0, 0, 1])
  }

  @Test func `reports a device that has no message to spare`() throws {
    let machine = try Machine()
    machine.front.refusesMessages = true
    #expect(throws: VirtioError.noInterrupt) { _ = try machine.start().mtu }
    #expect(machine.device.status == 0x8b)
  }

  @Test func `shares the only message that a function has`() throws {
    let machine = try Machine()
    machine.front.function.bytes[0x9a] = 0
    _ = try machine.start().mtu
    #expect(machine.front.table[4..<8] == [0, 0, 0, 1])
    #expect(machine.front.accesses.contains(.write(16, 0x10, 0)))
  }

  @Test func `uses the pin of a function without messages`() throws {
    let machine = try Machine()
    machine.front.function.bytes[0x98] = 0x01
    let net = try machine.start()
    #expect(machine.front.function.bytes[4...5] == [0x06, 0x00])
    #expect(machine.front.accesses.contains { $0.offset == 0x10 || $0.offset == 0x1a } == false)
    machine.front.interruptStatus = 2
    #expect(net.acknowledgeInterrupt() == .configuration)
    #expect(net.acknowledgeInterrupt() == [])
  }

  @Test(arguments: [(0, 1), (255, 1), (24, 1), (11, 0)])
  func `refuses a function with neither messages nor a pin that leads somewhere`(
    line: UInt8, pin: UInt8
  ) throws {
    let machine = try Machine()
    machine.front.function.bytes[0x98] = 0x01
    machine.front.function.bytes[0x3c...0x3d] = [line, pin]
    #expect(throws: VirtioError.noInterrupt) { _ = try machine.start().mtu }
  }

  @Test func `refuses a pin that cannot be quieted`() throws {
    let machine = try Machine()
    machine.front.function.bytes[0x98] = 0x01
    machine.front.function.bytes[0x53] = 9
    #expect(throws: VirtioError.badCapability(3)) { _ = try machine.start().mtu }
  }

  @Test(arguments: [0x09, 0x0d]) func `refuses a message table outside its region`(
    bits: UInt8
  ) throws {
    let machine = try Machine()
    // Offset 0xff8 of region 1, or a region that does not exist.
    machine.front.function.bytes[0x9c...0x9d] = bits == 0x09 ? [0xf9, 0x0f] : [bits, 0]
    #expect(throws: VirtioError.noInterrupt) { _ = try machine.start().mtu }
  }

  @Test(arguments: [0x43, 0x63, 0x73]) func `refuses a function without a structure`(
    offset: Int
  ) throws {
    let machine = try Machine()
    let kind = machine.front.function.bytes[offset]
    machine.front.function.bytes[offset] = 9
    #expect(throws: VirtioError.badCapability(kind)) { _ = try machine.start().mtu }
  }

  @Test func `refuses notifications outside their structure`() throws {
    let machine = try Machine()
    // 4 KiB between two queues, where there are 4 KiB in all.
    machine.front.function.bytes[0x80...0x81] = [0x00, 0x10]
    #expect(throws: VirtioError.badCapability(2)) { _ = try machine.start().mtu }
  }

  @Test func `reports registers that cannot be mapped`() throws {
    let machine = try Machine()
    #expect(throws: VirtioError.noInterrupt) { _ = try machine.start(map: { _, _ in nil }).mtu }
  }

  @Test func `tells modern devices from legacy ones`() throws {
    let machine = try Machine()
    let address = PCIAddress(bus: 0, device: 2, function: 0)
    let function = PCIFunction(address: address, vendor: 0x1af4, device: 0x1041, classCode: 0)
    var configuration = PCIConfiguration(machine.pci)
    let isModern = VirtioPCI<FakeRegisters>.isModern(function, in: &configuration)
    machine.front.function.bytes[0x43] = 9
    let isLegacy = !VirtioPCI<FakeRegisters>.isModern(function, in: &configuration)
    #expect(isModern && isLegacy)
  }

  @Test func `knows devices of a kind only`() {
    func isNetwork(_ vendor: UInt16, _ device: UInt16) -> Bool {
      let address = PCIAddress(bus: 0, device: 0, function: 0)
      return VirtioPCI<FakeRegisters>.isDevice(
        PCIFunction(address: address, vendor: vendor, device: device, classCode: 0), .network)
    }
    #expect(isNetwork(0x1af4, 0x1041))
    #expect(isNetwork(0x1af4, 0x1000), "a legacy or transitional device")
    #expect(!isNetwork(0x1af4, 0x1001), "a disk of that kind")
    #expect(!isNetwork(0x1af4, 0x1042), "a disk")
    #expect(!isNetwork(0x8086, 0x1041))
  }
}
