internal import Drivers

extension FakeNetDevice {
  /// The device's registers as virtio-mmio lays them out.
  ///
  /// Source: Virtio 1.2, section 4.2.2.
  func mappedRegisters(version: UInt64 = 2, kind: UInt64 = 1) -> FakeRegisters {
    let registers = FakeRegisters()
    isLegacy = version == 1
    let model = FakeMMIO(device: self, version: version, kind: kind)
    registers.load = { model.load($0, $1) }
    registers.store = { model.store($0, $1, $2) }
    return registers
  }
}

/// Decodes the accesses to a virtio-mmio slot.
private final class FakeMMIO {
  let device: FakeNetDevice
  let version: UInt64
  let kind: UInt64
  private var offeredSelector = 0
  private var acceptedSelector = 0
  private var accepted: UInt64 = 0
  private var selectedQueue = 0
  private var interrupts: UInt64 = 3

  init(device: FakeNetDevice, version: UInt64, kind: UInt64) {
    self.device = device
    self.version = version
    self.kind = kind
  }

  func load(_ width: Int, _ offset: Int) -> UInt64? {
    if offset >= 0x100 { return configuration(width, offset - 0x100) }
    guard width == 32 else { return nil }
    return switch offset {
    case 0x000: 0x7472_6976
    case 0x004: version
    case 0x008: kind
    case 0x010: device.offered.rawValue >> (32 * UInt64(offeredSelector)) & 0xffff_ffff
    case 0x034: UInt64(queue == nil ? 0 : device.maximumQueueSize[selectedQueue])
    case 0x040 where device.isLegacy: (queue?.descriptors ?? 0) >> 12
    case 0x044 where !device.isLegacy: queue?.isReady == true ? 1 : 0
    case 0x060: interrupts
    case 0x070: UInt64(device.readStatus())
    case 0x0fc where !device.isLegacy: UInt64(device.readGeneration())
    default: nil
    }
  }

  private func configuration(_ width: Int, _ offset: Int) -> UInt64? {
    guard offset % (width / 8) == 0, offset + width / 8 <= device.configuration.count else {
      return nil
    }
    return (0..<width / 8).reduce(0) { $0 | UInt64(device.configuration[offset + $1]) << (8 * $1) }
  }

  func store(_ width: Int, _ offset: Int, _ value: UInt64) -> Bool {
    guard width == 32 else { return false }
    if device.isLegacy, [0x014, 0x024].contains(offset), value != 0 { return false }
    switch offset {
    case 0x014: offeredSelector = Int(value)
    case 0x024: acceptedSelector = Int(value)
    case 0x020:
      accepted |= value << (32 * UInt64(acceptedSelector))
      if acceptedSelector == 0 { device.accept(VirtioFeatures(rawValue: accepted)) }
    case 0x030: selectedQueue = Int(value)
    case 0x050: device.notify(UInt16(value))
    case 0x064: interrupts &= ~value
    case 0x070: device.writeStatus(UInt8(value))
    case 0x100...: return device.writeConfiguration(value, at: offset - 0x100)
    default: return storeQueue(offset, value)
    }
    return true
  }

  private func storeQueue(_ offset: Int, _ value: UInt64) -> Bool {
    if device.isLegacy { return storeLegacy(offset, value) }
    guard let queue, !queue.isReady else { return false }
    switch offset {
    case 0x038: queue.size = UInt16(value)
    case 0x044: queue.isReady = value == 1
    case 0x080: queue.descriptors = value
    case 0x084: queue.descriptors |= value << 32
    case 0x090: queue.available = value
    case 0x094: queue.available |= value << 32
    case 0x0a0: queue.used = value
    case 0x0a4: queue.used |= value << 32
    default: return false
    }
    return true
  }

  /// Source: Virtio 1.2, section 4.2.4.
  private func storeLegacy(_ offset: Int, _ value: UInt64) -> Bool {
    guard let queue, !queue.isReady else { return false }
    switch offset {
    case 0x028, 0x03c: return value == 4096
    case 0x038: queue.size = UInt16(value)
    case 0x040: queue.placeLegacy(page: value)
    default: return false
    }
    return true
  }

  private var queue: FakeQueue? {
    device.queues.indices.contains(selectedQueue) ? device.queues[selectedQueue] : nil
  }
}
