internal import Drivers
internal import Hardware
internal import TestSupport
internal import Testing

/// Devices that lie at random, in their rings, in their headers and in their registers.
///
/// The driver must neither trap nor write outside its memory; a device that is told of an address
/// outside would be reported by `FakeMemory`. What single lies lead to is in VirtqueueTests.
@Suite struct HostileDeviceTests {
  private static func transmit(
    _ net: DriverBox<VirtioMMIO<FakeRegisters>>, _ random: inout SeededGenerator
  ) {
    let byteCount = random.below(2100)
    if net.maximumSegmentedByteCount > 0, random.below(4) == 0 {
      _ = net.transmit(
        [UInt8](repeating: 0x5a, count: 54 + random.below(65_500)),
        segmentation: FrameSegmentation(
          checksum: FrameOffload(checksumStart: 34, checksumOffset: 16), headerByteCount: 54,
          segmentByteCount: 1000))
    }
    let asks = net.completesChecksums && random.below(2) == 0
    _ = net.transmit(
      [UInt8](repeating: 0x5a, count: byteCount),
      offload: asks ? FrameOffload(checksumStart: 34, checksumOffset: 6) : nil)
  }

  @Test(arguments: 0..<64) func `survives rings and headers of nonsense`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let device = FakeNetDevice()
    if seed % 2 == 0 { device.offered.remove(.eventIndex) }
    if seed & 2 == 0 { device.offered.insert(.mergeableBuffers) }
    if seed & 4 == 0 {
      device.offered.formUnion([.checksum, .guestChecksum, .segmentation, .mergedSegments])
    }
    if seed & 8 == 0 { device.configuration[10...11] = [0x28, 0x23] }
    if seed & 16 == 0 {
      device.offered.remove(.version1)
      device.offered.insert(.anyLayout)
    }
    let registers = device.mappedRegisters(version: seed & 16 == 0 ? 1 : 2)
    device.maximumQueueSize = [16, 4]
    let net = try device.started(receiveBuffers: 20, transmitBuffers: 16, over: registers)
    registers.recordsAccesses = false
    if seed & 32 == 0 { net.makeRoomForSegments(sendBuffers: 2, memory: device.memory) }
    for _ in 0..<2_000 {
      let number = random.below(2)
      device.queues[number].scribble(
        &random, buffers: net.bufferCounts[number], sizes: [0, 10, 12, 72, 2048, 10240])
      for _ in 0..<random.below(4) { _ = net.receive() }
      if random.below(4) == 0 { _ = net.echo() }
      if random.below(2) == 0 { Self.transmit(net, &random) }
      if random.below(3) == 0 { net.flush() }
      if random.below(3) == 0 { _ = net.enableReceiveInterrupts() }
      if random.below(5) == 0 { net.disableReceiveInterrupts() }
    }
    #expect(device.memory.guardsAreIntact, "seed \(seed)")
    #expect(net.refusals != VirtqueueRefusals.none, "seed \(seed)")
  }

  @Test(arguments: 0..<100) func `survives registers that lie`(seed: UInt64) {
    for attempt in 0..<20 {
      let device = FakeNetDevice()
      device.isStrict = false
      device.offered = VirtioFeatures(rawValue: .max)
      let registers = device.mappedRegisters(version: attempt % 4 == 0 ? 1 : 2)
      registers.becomeHostile(seed: seed << 8 | UInt64(attempt), oneIn: attempt < 10 ? 30 : 4)
      if let net = try? device.started(receiveBuffers: 4, transmitBuffers: 4, over: registers) {
        for _ in 0..<50 {
          _ = net.receive()
          _ = net.transmit([1, 2, 3])
          net.flush()
          _ = (net.isLinkUp, net.hasFailed, net.enableReceiveInterrupts())
        }
      }
      #expect(device.memory.guardsAreIntact, "seed \(seed), attempt \(attempt)")
    }
  }

  /// Bytes of the configuration space are changed at random, those of capabilities most.
  @Test(arguments: 0..<100) func `survives a configuration space of nonsense`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      let pci = try FakePCI(fixture: "qemu-pc/qboot.txt")
      pci.isStrict = false
      let device = FakeNetDevice()
      device.isStrict = false
      let function = pci.networkFunction
      for _ in 0...random.below(4) {
        let offset = random.below(4) == 0 ? random.below(64) : 64 + random.below(96)
        function.bytes[offset] = UInt8(truncatingIfNeeded: random.next())
      }
      function.setWord(random.below(2) == 0 ? 0x1041_1af4 : 0x1000_1af4, at: 0)
      Self.start(device, pci, function, &random)
      #expect(device.memory.guardsAreIntact, "seed \(seed)")
    }
  }

  private static func start(
    _ device: FakeNetDevice, _ pci: FakePCI, _ function: FakePCI.Function,
    _ random: inout SeededGenerator
  ) {
    var configuration = PCIConfiguration(pci)
    var window = PCIWindow(
      from: PhysicalAddress(rawValue: 0xe000_0000), to: PhysicalAddress(rawValue: 0xfec0_0000))
    var portWindow = PCIWindow(
      from: PhysicalAddress(rawValue: 0xd000), to: PhysicalAddress(rawValue: 0x1_0000))
    let found = PCIFunction(
      address: PCIAddress(bus: 0, device: 2, function: 0), vendor: 0x1af4,
      device: UInt16(function.word(0) >> 16), classCode: 0x20000)
    let message = InterruptMessage(vector: InterruptVector(rawValue: 0x40), processor: 0)
    let seed = random.next()
    // Registers of that size and no more: an access outside is a trap in the kernel.
    let bank = { (_: PhysicalAddress, byteCount: Int) -> FakeRegisters in
      let registers = FakeRegisters()
      registers.becomeHostile(seed: seed, oneIn: 1)
      registers.byteCount = byteCount
      return registers
    }
    var memory = device.memory
    if VirtioPCI<FakeRegisters>.isModern(found, in: &configuration) {
      let way = try? VirtioPCI<FakeRegisters>(
        found, in: &configuration, window: &window, message: message, map: bank)
      if let way {
        _ = try? VirtioNet(way, receiveBuffers: 4, transmitBuffers: 4, memory: &memory).mtu
      }
    } else {
      let way = try? VirtioLegacyPCI<FakeRegisters>(
        found, in: &configuration, window: &window, portWindow: &portWindow, message: message,
        map: bank, ports: bank)
      if let way {
        _ = try? VirtioNet(way, receiveBuffers: 4, transmitBuffers: 4, memory: &memory).mtu
      }
    }
  }
}
