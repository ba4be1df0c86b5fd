internal import Drivers
internal import Hardware
internal import Testing

/// The ports of QEMU's virtio-net-pci with `disable-modern=on`, in front of a fake device.
///
/// Source: Virtio 1.2, section 4.1.4.10.
final class FakeVirtioLegacyPCI {
  let device: FakeNetDevice
  let function: FakePCI.Function
  /// Every access to a port, with its offset, and to the message table, above 1 MiB.
  private(set) var accesses: [RegisterAccess] = []
  /// Why the device interrupted by its pin.
  var interruptStatus: UInt64 = 0
  private var selectedQueue = 0
  private var messages: [UInt64] = [0xffff, 0xffff, 0xffff]

  /// Makes the function of a fixture a legacy one.
  init(_ device: FakeNetDevice, _ function: FakePCI.Function) {
    self.device = device
    self.function = function
    device.isLegacy = true
    device.offered.remove(.version1)
    device.offered.insert(.anyLayout)
    function.setWord(0x1000_1af4, at: 0)
    function.setWord(1, at: 0x10)
    function.setWord(0, at: 0x20)
    function.bytes[0x34] = 0x98
    function.bytes[0x99] = 0
    function.writableBits[0x10] = 0xffff_ffc0
    function.writableBits[0x20] = 0
    function.writableBits[0x24] = 0
  }

  /// Whether the function sends messages.
  var hasMessages: Bool { function.bytes[0x9b] & 0x80 != 0 }

  /// Gives access to the message table.
  func map(_ base: PhysicalAddress, _ byteCount: Int) -> FakeRegisters? {
    let registers = FakeRegisters()
    registers.store = { width, offset, value in
      self.accesses.append(.write(width, 0x10_0000 + offset, value))
      return offset + width / 8 <= byteCount
    }
    return registers
  }

  /// Gives access to ports.
  func ports(_ base: PhysicalAddress, _ byteCount: Int) -> FakeRegisters {
    #expect(base.rawValue == UInt64(function.word(0x10) & 0xfffc), "ports that are not its own")
    #expect(function.bytes[4] & 5 == 5, "it answers to no ports or cannot write memory")
    #expect(byteCount == 64)
    let registers = FakeRegisters()
    registers.load = { width, offset in
      guard let value = self.load(width, offset) else { return nil }
      self.accesses.append(.read(width, offset, value))
      return value
    }
    registers.store = { width, offset, value in
      self.accesses.append(.write(width, offset, value))
      return self.store(width, offset, value)
    }
    return registers
  }

  private func load(_ width: Int, _ offset: Int) -> UInt64? {
    switch (offset, width) {
    case (0x00, 32): device.offered.rawValue & 0xffff_ffff
    case (0x08, 32): (queue?.descriptors ?? 0) >> 12
    case (0x0c, 16): UInt64(queue == nil ? 0 : device.maximumQueueSize[selectedQueue])
    case (0x12, 8): UInt64(device.readStatus())
    case (0x13, 8): takeInterruptStatus()
    case (0x14, 16) where hasMessages: messages[2]
    case (0x16, 16) where hasMessages: messages[selectedQueue]
    default: configuration(width, offset - (hasMessages ? 0x18 : 0x14))
    }
  }

  private func takeInterruptStatus() -> UInt64 {
    defer { interruptStatus = 0 }
    return interruptStatus
  }

  private func configuration(_ width: Int, _ offset: Int) -> UInt64? {
    let count = width / 8
    guard offset >= 0, offset + count <= device.configuration.count else { return nil }
    return (0..<count).reduce(0) { $0 | UInt64(device.configuration[offset + $1]) << (8 * $1) }
  }

  private func store(_ width: Int, _ offset: Int, _ value: UInt64) -> Bool {
    switch (offset, width) {
    case (0x04, 32): device.accept(VirtioFeatures(rawValue: value))
    case (0x08, 32):
      guard let queue, !queue.isReady else { return false }
      queue.size = device.maximumQueueSize[selectedQueue]
      queue.placeLegacy(page: value)
    case (0x0e, 16): selectedQueue = Int(value)
    case (0x10, 16): device.notify(UInt16(value))
    case (0x12, 8): device.writeStatus(UInt8(value))
    case (0x14, 16) where hasMessages: messages[2] = value
    case (0x16, 16) where hasMessages: messages[selectedQueue] = value
    default: return false
    }
    return true
  }

  private var queue: FakeQueue? {
    device.queues.indices.contains(selectedQueue) ? device.queues[selectedQueue] : nil
  }
}
