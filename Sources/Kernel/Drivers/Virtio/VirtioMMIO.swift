public import Hardware

/// A virtio device whose registers are mapped into memory, as on QEMU's microvm.
///
/// QEMU's microvm has 24 slots of 512 bytes from 0xfeb0_0000 on, fills them from the last one down
/// (0xfeb0_2e00, pin 23 of the second I/O APIC), and names those in use on the kernel's command
/// line (`virtio_mmio.device=512@0xfeb02e00:47`). Their layout is that of legacy devices, version
/// 1, unless it is told `-global virtio-mmio.force-legacy=false`.
///
/// Source: Virtio 1.2, section 4.2; for legacy devices, section 4.2.4.
public struct VirtioMMIO<Bank: Registers & ~Copyable>: VirtioTransport, ~Copyable {
  private var bank: Bank
  public let deviceKind: VirtioDeviceKind
  public let isLegacy: Bool

  /// Takes the registers of a slot.
  ///
  /// - Parameter bank: At least 256 bytes of registers and the device's configuration after them.
  /// - Throws: `notVirtio`, `unsupportedVersion` or `noDevice`, having only read.
  public init(_ bank: consuming Bank) throws(VirtioError) {
    let magic = bank.read32(at: Register.magic)
    guard magic == magicValue else { throw .notVirtio(magic) }
    // The version comes before the kind: an empty slot has a version, too.
    let version = bank.read32(at: Register.version)
    guard version == 1 || version == 2 else { throw .unsupportedVersion(version) }
    let kind = bank.read32(at: Register.kind)
    guard kind != 0 else { throw .noDevice }
    deviceKind = VirtioDeviceKind(rawValue: kind)
    isLegacy = version == 1
    self.bank = bank
  }

  /// What is in a slot, having only read.
  ///
  /// - Parameter bank: The registers of the slot.
  /// - Returns: The kind of the device; nil if the slot is empty or holds no virtio device.
  public static func kind(of bank: borrowing Bank) -> VirtioDeviceKind? {
    guard bank.read32(at: Register.magic) == magicValue else { return nil }
    let kind = bank.read32(at: Register.kind)
    return kind == 0 ? nil : VirtioDeviceKind(rawValue: kind)
  }

  public var status: VirtioStatus {
    get { VirtioStatus(rawValue: UInt8(truncatingIfNeeded: bank.read32(at: Register.status))) }
    set { bank.write32(UInt32(newValue.rawValue), at: Register.status) }
  }

  public mutating func offeredFeatures() -> VirtioFeatures {
    var high: UInt32 = 0
    if !isLegacy {
      bank.write32(1, at: Register.offeredFeaturesSelector)
      high = bank.read32(at: Register.offeredFeatures)
    }
    bank.write32(0, at: Register.offeredFeaturesSelector)
    let low = bank.read32(at: Register.offeredFeatures)
    return VirtioFeatures(rawValue: UInt64(high) << 32 | UInt64(low))
  }

  public mutating func accept(_ features: VirtioFeatures) {
    if !isLegacy {
      bank.write32(1, at: Register.acceptedFeaturesSelector)
      bank.write32(UInt32(features.rawValue >> 32), at: Register.acceptedFeatures)
    }
    bank.write32(0, at: Register.acceptedFeaturesSelector)
    bank.write32(UInt32(truncatingIfNeeded: features.rawValue), at: Register.acceptedFeatures)
  }

  /// Does nothing: there is one interrupt for everything, and it is always on.
  public mutating func enableConfigurationInterrupt() throws(VirtioError) {}

  public mutating func maximumSize(ofQueue queue: UInt16) -> Int {
    bank.write32(UInt32(queue), at: Register.queueSelector)
    return Int(bank.read32(at: Register.queueMaximumSize))
  }

  public mutating func activate(
    queue: UInt16, at location: VirtqueueLocation
  ) throws(VirtioError) {
    bank.write32(UInt32(queue), at: Register.queueSelector)
    let busy = bank.read32(at: isLegacy ? Register.queuePage : Register.queueReady)
    guard busy == 0 else { throw .queueInUse(queue) }
    if isLegacy { return try activateLegacy(queue, at: location) }
    bank.write32(UInt32(location.size), at: Register.queueSize)
    write(location.descriptors, at: Register.queueDescriptors)
    write(location.available, at: Register.queueAvailable)
    write(location.used, at: Register.queueUsed)
    bank.write32(1, at: Register.queueReady)
  }

  /// Does the same for a selected queue of a legacy device.
  private mutating func activateLegacy(
    _ queue: UInt16, at location: VirtqueueLocation
  ) throws(VirtioError) {
    guard let page = location.legacyPage else { throw .noQueue(queue) }
    bank.write32(4096, at: Register.pageByteCount)
    bank.write32(UInt32(location.size), at: Register.queueSize)
    bank.write32(4096, at: Register.queueAlignment)
    bank.write32(page, at: Register.queuePage)
  }

  /// A legacy device does not tell when its configuration changes.
  public var configurationGeneration: UInt32 {
    isLegacy ? 0 : bank.read32(at: Register.generation)
  }

  public func configuration8(at offset: Int) -> UInt8 {
    bank.read8(at: Register.configuration + offset)
  }

  public func configuration16(at offset: Int) -> UInt16 {
    bank.read16(at: Register.configuration + offset)
  }

  public mutating func setConfiguration32(_ value: UInt32, at offset: Int) {
    bank.write32(value, at: Register.configuration + offset)
  }

  public mutating func notify(queue: UInt16) {
    bank.write32(UInt32(queue), at: Register.notify)
  }

  public mutating func acknowledgeInterrupt() -> VirtioInterruptCauses {
    Self.acknowledgeInterrupt(&bank)
  }

  /// Learns why a device interrupted and lowers its interrupt line.
  ///
  /// For interrupt handlers, which must not touch the driver that the run loop may be in: they have
  /// a view of the registers of their own.
  ///
  /// - Parameter bank: The registers of the slot.
  /// - Returns: The causes that are now acknowledged; empty if the device did not interrupt.
  public static func acknowledgeInterrupt(_ bank: inout Bank) -> VirtioInterruptCauses {
    let causes = bank.read32(at: Register.interruptStatus) & 3
    if causes != 0 { bank.write32(causes, at: Register.interruptAcknowledge) }
    return VirtioInterruptCauses(rawValue: UInt8(truncatingIfNeeded: causes))
  }

  /// Writes both halves of an address, the low one first.
  private mutating func write(_ address: PhysicalAddress, at offset: Int) {
    bank.write32(UInt32(truncatingIfNeeded: address.rawValue), at: offset)
    bank.write32(UInt32(address.rawValue >> 32), at: offset + 4)
  }
}

/// What stands in the first register: "virt".
private let magicValue: UInt32 = 0x7472_6976

/// Offsets of the registers, each 32 bits wide.
///
/// Source: Virtio 1.2, section 4.2.2, table 4.1.
private enum Register {
  static let magic = 0x000
  static let version = 0x004
  static let kind = 0x008
  static let offeredFeatures = 0x010
  static let offeredFeaturesSelector = 0x014
  static let acceptedFeatures = 0x020
  static let acceptedFeaturesSelector = 0x024
  /// Legacy devices only.
  static let pageByteCount = 0x028
  static let queueSelector = 0x030
  static let queueMaximumSize = 0x034
  static let queueSize = 0x038
  /// Legacy devices only, as the next.
  static let queueAlignment = 0x03c
  static let queuePage = 0x040
  static let queueReady = 0x044
  static let notify = 0x050
  static let interruptStatus = 0x060
  static let interruptAcknowledge = 0x064
  static let status = 0x070
  static let queueDescriptors = 0x080
  static let queueAvailable = 0x090
  static let queueUsed = 0x0a0
  static let generation = 0x0fc
  static let configuration = 0x100
}
