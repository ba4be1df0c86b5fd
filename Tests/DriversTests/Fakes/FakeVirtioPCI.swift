internal import Drivers
internal import Hardware
internal import Testing

/// The memory regions of QEMU's virtio-net-pci, in front of a fake device.
///
/// Source: Virtio 1.2, section 4.1.4; the places of the structures are those of the fixture.
final class FakeVirtioPCI {
  let device: FakeNetDevice
  let function: FakePCI.Function
  /// Every access to any structure, with the offset in its region; the table's region is above 1
  /// MiB.
  private(set) var accesses: [RegisterAccess] = []
  /// The words of the message table, as a reset leaves them: all masked.
  private(set) var table: [UInt32] = (0..<16).map { $0 % 4 == 3 ? 1 : 0 }
  /// Why the device interrupted by its pin.
  var interruptStatus: UInt64 = 0
  /// Whether the device has no messages to spare.
  var refusesMessages = false
  private var offeredSelector: UInt64 = 0
  private var acceptedSelector: UInt64 = 0
  private var accepted: UInt64 = 0
  private var selectedQueue = 0
  private var messages: [UInt64] = [0xffff, 0xffff, 0xffff]

  init(_ device: FakeNetDevice, _ function: FakePCI.Function) {
    self.device = device
    self.function = function
  }

  /// Gives access to registers as a kernel would that maps everything.
  func map(_ base: PhysicalAddress, _ byteCount: Int) -> FakeRegisters? {
    let tableRegion = UInt64(function.word(0x14) & ~0xf)
    let region = UInt64(function.word(0x20) & ~0xf) | UInt64(function.word(0x24)) << 32
    #expect(function.answersToMemory && function.bytes[4] & 4 != 0, "the function is not enabled")
    let registers = FakeRegisters()
    let start: Int
    if base.rawValue >= tableRegion, base.rawValue < tableRegion + 0x1000 {
      start = Int(base.rawValue - tableRegion) + 0x10_0000
    } else if base.rawValue >= region, base.rawValue < region + 0x4000 {
      start = Int(base.rawValue - region)
    } else {
      Issue.record("mapped what is not the device's")
      return nil
    }
    registers.load = { width, offset in
      guard offset + width / 8 <= byteCount, let value = self.load(width, start + offset) else {
        return nil
      }
      self.accesses.append(.read(width, start + offset, value))
      return value
    }
    registers.store = { width, offset, value in
      self.accesses.append(.write(width, start + offset, value))
      return offset + width / 8 <= byteCount && self.store(width, start + offset, value)
    }
    return registers
  }

  private func load(_ width: Int, _ offset: Int) -> UInt64? {
    switch (offset, width) {
    case (0x04, 32): device.offered.rawValue >> (32 * offeredSelector) & 0xffff_ffff
    case (0x10, 16): messages[2]
    case (0x12, 16): 3
    case (0x14, 8): UInt64(device.readStatus())
    case (0x15, 8): UInt64(device.readGeneration())
    case (0x18, 16): UInt64(queue == nil ? 0 : device.maximumQueueSize[selectedQueue])
    case (0x1a, 16): messages[selectedQueue]
    case (0x1c, 16): queue?.isReady == true ? 1 : 0
    case (0x1000, 8): takeInterruptStatus()
    case (0x1e, 16): UInt64(selectedQueue)
    case (0x2000..<0x3000, 8): configuration(offset - 0x2000, count: 1)
    case (0x2000..<0x3000, 16): configuration(offset - 0x2000, count: 2)
    default: nil
    }
  }

  private func takeInterruptStatus() -> UInt64 {
    defer { interruptStatus = 0 }
    return interruptStatus
  }

  private func configuration(_ offset: Int, count: Int) -> UInt64? {
    guard offset % count == 0, offset + count <= device.configuration.count else { return nil }
    return (0..<count).reduce(0) { $0 | UInt64(device.configuration[offset + $1]) << (8 * $1) }
  }

  private func store(_ width: Int, _ offset: Int, _ value: UInt64) -> Bool {
    switch (offset, width) {
    case (0x00, 32): offeredSelector = value
    case (0x08, 32): acceptedSelector = value
    case (0x0c, 32):
      accepted |= value << (32 * acceptedSelector)
      if acceptedSelector == 0 { device.accept(VirtioFeatures(rawValue: accepted)) }
    case (0x10, 16): messages[2] = refusesMessages ? 0xffff : value
    case (0x14, 8): device.writeStatus(UInt8(value))
    case (0x16, 16): selectedQueue = Int(value)
    case (0x2000..<0x3000, 32): return device.writeConfiguration(value, at: offset - 0x2000)
    case (0x3000, 16), (0x3004, 16):
      #expect(value == UInt64(offset - 0x3000) / 4, "a queue is notified at its own place")
      device.notify(UInt16(value))
    case (0x10_0000..<0x10_0040, 32):
      #expect(function.bytes[0x9b] == 0xc0, "the table is filled while all messages are masked")
      table[(offset - 0x10_0000) / 4] = UInt32(value)
    default: return storeQueue(width, offset, value)
    }
    return true
  }

  private func storeQueue(_ width: Int, _ offset: Int, _ value: UInt64) -> Bool {
    guard let queue, !queue.isReady else { return false }
    switch (offset, width) {
    case (0x18, 16): queue.size = UInt16(value)
    case (0x1a, 16): messages[selectedQueue] = refusesMessages ? 0xffff : value
    case (0x1c, 16): queue.isReady = value == 1
    case (0x20, 32): queue.descriptors = value
    case (0x24, 32): queue.descriptors |= value << 32
    case (0x28, 32): queue.available = value
    case (0x2c, 32): queue.available |= value << 32
    case (0x30, 32): queue.used = value
    case (0x34, 32): queue.used |= value << 32
    default: return false
    }
    return true
  }

  private var queue: FakeQueue? {
    device.queues.indices.contains(selectedQueue) ? device.queues[selectedQueue] : nil
  }
}
