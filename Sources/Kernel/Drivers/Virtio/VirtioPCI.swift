public import Hardware

/// A virtio device on the PCI bus.
///
/// It interrupts by messages (MSI-X) if it can: all its queues share one, because the run loop
/// looks at everything anyway when it wakes, and a message needs no acknowledgement. A device that
/// has no messages uses its pin, and a register that says why is cleared by a read.
///
/// Source: Virtio 1.2, section 4.1.
public struct VirtioPCI<Bank: Registers & ~Copyable>: VirtioTransport, ~Copyable {
  public let deviceKind: VirtioDeviceKind
  /// How the device interrupts.
  public let interrupt: PCIInterrupt
  /// Where the byte is that says why the device interrupted and is cleared by a read; nil if it
  /// sends messages.
  public let interruptStatus: PhysicalAddress?
  private var common: Bank
  private var notification: Bank
  private var device: Bank
  /// The byte at `interruptStatus`.
  private let pin: Bank?
  private let notificationByteCount: Int
  private let notificationMultiplier: UInt32
  /// Where each queue is notified, in multiples of `notificationMultiplier`.
  private var notificationOffsets: [20 of UInt16] = .init(repeating: 0)

  /// Whether a function is a virtio device of a kind, be it of version 1, from before it, or both.
  ///
  /// Source: Virtio 1.2, section 4.1.2.
  public static func isDevice(_ function: PCIFunction, _ kind: VirtioDeviceKind) -> Bool {
    VirtioDeviceKind(function) == kind
  }

  /// Whether a device follows version 1, whatever it does besides.
  public static func isModern<IO: Ports & ~Copyable>(
    _ function: PCIFunction, in configuration: inout PCIConfiguration<IO>
  ) -> Bool {
    VirtioPCICapability.exists(of: function.address, in: &configuration)
  }

  /// Switches a device on, without starting it.
  ///
  /// - Parameters:
  ///   - function: A function that `isDevice` and `isModern` accept.
  ///   - configuration: The configuration space.
  ///   - window: Where addresses come from if firmware has given it none.
  ///   - message: What the device sends to interrupt.
  ///   - configurationMessage: What it sends when its configuration changes, if it has a second
  ///     message; nil for the same.
  ///   - map: Gives access to the registers at an address, of a size in bytes; nil if it cannot.
  /// - Throws: `notVirtio`, `bus`, `badCapability` or `noInterrupt`.
  public init<IO: Ports & ~Copyable>(
    _ function: PCIFunction, in configuration: inout PCIConfiguration<IO>,
    window: inout PCIWindow, message: InterruptMessage,
    configurationMessage: InterruptMessage? = nil, map: (PhysicalAddress, Int) -> Bank?
  ) throws(VirtioError) {
    guard let kind = VirtioDeviceKind(function) else { throw .notVirtio(0) }
    let address = function.address
    let regions: [6 of PCIRegion?]
    do throws(PCIError) {
      regions = try configuration.assignRegions(of: address, from: &window)
    } catch { throw .bus(error) }

    let common = try VirtioPCICapability(
      .common, least: Register.byteCount, of: address, regions: regions, in: &configuration)
    let notification = try VirtioPCICapability(
      .notification, least: 2, of: address, regions: regions, in: &configuration)
    let device = try VirtioPCICapability(
      .device, least: 0, of: address, regions: regions, in: &configuration)
    let multiplier = configuration.read32(notification.offset + 16, of: address)
    let interrupt = try configuration.enable(
      address, usesPorts: false, message: message,
      configurationMessage: configurationMessage ?? message, regions: regions, map: map)
    var status: VirtioPCICapability?
    if case .line = interrupt {
      status = try VirtioPCICapability(
        .interruptStatus, least: 1, of: address, regions: regions, in: &configuration)
    }
    let pinBank = try Self.mapPin(status, map)
    guard let commonBank = map(common.base, common.byteCount) else { throw .badCapability(1) }
    guard let notificationBank = map(notification.base, notification.byteCount) else {
      throw .badCapability(2)
    }
    guard let deviceBank = map(device.base, device.byteCount) else { throw .badCapability(4) }
    deviceKind = kind
    notificationByteCount = notification.byteCount
    notificationMultiplier = multiplier
    self.common = commonBank
    self.notification = notificationBank
    self.device = deviceBank
    self.interrupt = interrupt
    interruptStatus = status?.base
    pin = pinBank
  }

  private static func mapPin(
    _ status: VirtioPCICapability?, _ map: (PhysicalAddress, Int) -> Bank?
  ) throws(VirtioError) -> Bank? {
    guard let status else { return nil }
    guard let bank = map(status.base, 1) else { throw .badCapability(3) }
    return bank
  }

  public var status: VirtioStatus {
    get { VirtioStatus(rawValue: common.read8(at: Register.status)) }
    set { common.write8(newValue.rawValue, at: Register.status) }
  }

  public mutating func offeredFeatures() -> VirtioFeatures {
    common.write32(1, at: Register.offeredFeaturesSelector)
    let high = common.read32(at: Register.offeredFeatures)
    common.write32(0, at: Register.offeredFeaturesSelector)
    let low = common.read32(at: Register.offeredFeatures)
    return VirtioFeatures(rawValue: UInt64(high) << 32 | UInt64(low))
  }

  public mutating func accept(_ features: VirtioFeatures) {
    common.write32(1, at: Register.acceptedFeaturesSelector)
    common.write32(UInt32(features.rawValue >> 32), at: Register.acceptedFeatures)
    common.write32(0, at: Register.acceptedFeaturesSelector)
    common.write32(UInt32(truncatingIfNeeded: features.rawValue), at: Register.acceptedFeatures)
  }

  public mutating func enableConfigurationInterrupt() throws(VirtioError) {
    guard case .messages(let entry) = interrupt else { return }
    common.write16(entry, at: Register.configurationMessage)
    // Source: Virtio 1.2, section 4.1.5.1.2.2: reading back tells whether the device can.
    guard common.read16(at: Register.configurationMessage) == entry else { throw .noInterrupt }
  }

  public mutating func maximumSize(ofQueue queue: UInt16) -> Int {
    guard queue < common.read16(at: Register.queueCount) else { return 0 }
    common.write16(queue, at: Register.queueSelector)
    return Int(common.read16(at: Register.queueSize))
  }

  public mutating func activate(
    queue: UInt16, at location: VirtqueueLocation
  ) throws(VirtioError) {
    guard Int(queue) < notificationOffsets.count else { throw .noQueue(queue) }
    common.write16(queue, at: Register.queueSelector)
    guard common.read16(at: Register.queueEnabled) == 0 else { throw .queueInUse(queue) }
    let number = common.read16(at: Register.queueNotificationOffset)
    let offset = UInt64(number) * UInt64(notificationMultiplier)
    // Source: Virtio 1.2, section 4.1.4.4.1.
    guard offset % 2 == 0, offset + 2 <= UInt64(notificationByteCount) else {
      throw .badCapability(2)
    }
    notificationOffsets[Int(queue)] = number
    common.write16(UInt16(location.size), at: Register.queueSize)
    if case .messages = interrupt {
      common.write16(0, at: Register.queueMessage)
      guard common.read16(at: Register.queueMessage) == 0 else { throw .noInterrupt }
    }
    write(location.descriptors, at: Register.queueDescriptors)
    write(location.available, at: Register.queueAvailable)
    write(location.used, at: Register.queueUsed)
    common.write16(1, at: Register.queueEnabled)
  }

  public var configurationGeneration: UInt32 { UInt32(common.read8(at: Register.generation)) }

  public func configuration8(at offset: Int) -> UInt8 { device.read8(at: offset) }

  public func configuration16(at offset: Int) -> UInt16 { device.read16(at: offset) }

  public mutating func setConfiguration32(_ value: UInt32, at offset: Int) {
    device.write32(value, at: offset)
  }

  public mutating func notify(queue: UInt16) {
    // The product was checked when the queue was activated.
    let offset = Int(notificationOffsets[Int(queue)]) &* Int(notificationMultiplier)
    notification.write16(queue, at: offset)
  }

  /// Says that anything may have happened if the device sends messages: a message does not tell,
  /// and needs no acknowledgement.
  public mutating func acknowledgeInterrupt() -> VirtioInterruptCauses {
    guard case .line = interrupt, let causes = pin?.read8(at: 0) else {
      return [.usedBuffer, .configuration]
    }
    return VirtioInterruptCauses(rawValue: causes & 3)
  }

  /// Writes both halves of an address; 64-bit accesses are not for drivers (section 4.1.3.1).
  private mutating func write(_ address: PhysicalAddress, at offset: Int) {
    common.write32(UInt32(truncatingIfNeeded: address.rawValue), at: offset)
    common.write32(UInt32(address.rawValue >> 32), at: offset + 4)
  }
}

/// Offsets of the common registers.
///
/// Source: Virtio 1.2, section 4.1.4.3 (struct virtio_pci_common_cfg).
private enum Register {
  static let offeredFeaturesSelector = 0x00
  static let offeredFeatures = 0x04
  static let acceptedFeaturesSelector = 0x08
  static let acceptedFeatures = 0x0c
  static let configurationMessage = 0x10
  static let queueCount = 0x12
  static let status = 0x14
  static let generation = 0x15
  static let queueSelector = 0x16
  static let queueSize = 0x18
  static let queueMessage = 0x1a
  static let queueEnabled = 0x1c
  static let queueNotificationOffset = 0x1e
  static let queueDescriptors = 0x20
  static let queueAvailable = 0x28
  static let queueUsed = 0x30
  /// Size of the part that version 1.0 knows.
  static let byteCount = 0x38
}
