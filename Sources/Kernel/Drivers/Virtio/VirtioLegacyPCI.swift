public import Hardware

/// A virtio device on the PCI bus as it was before version 1 of the specification.
///
/// All its registers are I/O ports of its first region. It takes one address per queue, of a page,
/// and decides about the sizes of queues. QEMU makes such devices with `disable-modern=on`, and has
/// both interfaces in one device, which is then driven as a modern one, on the root bus of its
/// boards unless told otherwise.
///
/// Source: Virtio 1.2, sections 4.1.4.10 and 4.1.5.1.3.1.
public struct VirtioLegacyPCI<Bank: Registers & ~Copyable>: VirtioTransport, ~Copyable {
  public let deviceKind: VirtioDeviceKind
  /// How the device interrupts.
  public let interrupt: PCIInterrupt
  /// Where the device's registers are.
  public let base: PhysicalAddress
  private var bank: Bank
  /// Where the device's own configuration starts: after the numbers of the messages, if it has any.
  private let configuration: Int

  /// Switches a device on, without starting it.
  ///
  /// - Parameters:
  ///   - function: A function that `VirtioPCI.isDevice` accepts.
  ///   - configuration: The configuration space.
  ///   - window: Where addresses come from if firmware has given it none.
  ///   - portWindow: The same for ports.
  ///   - message: What the device sends to interrupt.
  ///   - configurationMessage: What it sends when its configuration changes, if it has a second
  ///     message; nil for the same.
  ///   - map: Gives access to the memory at an address, of a size in bytes; nil if it cannot.
  ///   - ports: Gives access to ports from a number on.
  /// - Throws: `notVirtio`, `bus`, `badCapability` or `noInterrupt`.
  public init<IO: Ports & ~Copyable, Table: Registers & ~Copyable>(
    _ function: PCIFunction, in configuration: inout PCIConfiguration<IO>,
    window: inout PCIWindow, portWindow: inout PCIWindow, message: InterruptMessage,
    configurationMessage: InterruptMessage? = nil, map: (PhysicalAddress, Int) -> Table?,
    ports: (PhysicalAddress, Int) -> Bank
  ) throws(VirtioError) {
    guard let kind = VirtioDeviceKind(function) else { throw .notVirtio(0) }
    let region: PCIRegion?
    let regions: [6 of PCIRegion?]
    do throws(PCIError) {
      regions = try configuration.assignRegions(of: function.address, from: &window)
      region = try configuration.assignPorts(0, of: function.address, from: &portWindow)
    } catch { throw .bus(error) }
    // A device that has dropped the old interface has no ports there.
    guard let region, region.byteCount >= UInt64(Register.afterMessages + 8) else {
      throw .badCapability(0)
    }
    let interrupt = try configuration.enable(
      function.address, usesPorts: true, message: message,
      configurationMessage: configurationMessage ?? message, regions: regions, map: map)
    deviceKind = kind
    self.interrupt = interrupt
    base = region.base
    bank = ports(region.base, Int(region.byteCount))
    self.configuration =
      switch interrupt {
      case .messages: Register.afterMessages
      case .line: Register.configurationMessage
      }
  }

  /// Port that says why the device interrupted and is cleared by a read.
  public var interruptStatus: PhysicalAddress { base + UInt64(Register.interruptStatus) }

  public var isLegacy: Bool { true }
  public var fixesQueueSizes: Bool { true }

  public var status: VirtioStatus {
    get { VirtioStatus(rawValue: bank.read8(at: Register.status)) }
    set { bank.write8(newValue.rawValue, at: Register.status) }
  }

  public mutating func offeredFeatures() -> VirtioFeatures {
    VirtioFeatures(rawValue: UInt64(bank.read32(at: Register.offeredFeatures)))
  }

  public mutating func accept(_ features: VirtioFeatures) {
    bank.write32(UInt32(truncatingIfNeeded: features.rawValue), at: Register.acceptedFeatures)
  }

  public mutating func enableConfigurationInterrupt() throws(VirtioError) {
    guard case .messages(let entry) = interrupt else { return }
    bank.write16(entry, at: Register.configurationMessage)
    guard bank.read16(at: Register.configurationMessage) == entry else { throw .noInterrupt }
  }

  public mutating func maximumSize(ofQueue queue: UInt16) -> Int {
    bank.write16(queue, at: Register.queueSelector)
    return Int(bank.read16(at: Register.queueSize))
  }

  public mutating func activate(
    queue: UInt16, at location: VirtqueueLocation
  ) throws(VirtioError) {
    guard let page = location.legacyPage else { throw .noQueue(queue) }
    bank.write16(queue, at: Register.queueSelector)
    guard bank.read32(at: Register.queuePage) == 0 else { throw .queueInUse(queue) }
    if case .messages = interrupt {
      bank.write16(0, at: Register.queueMessage)
      guard bank.read16(at: Register.queueMessage) == 0 else { throw .noInterrupt }
    }
    bank.write32(page, at: Register.queuePage)
  }

  /// Always the same: a legacy device does not tell when its configuration changes.
  public var configurationGeneration: UInt32 { 0 }

  public func configuration8(at offset: Int) -> UInt8 { bank.read8(at: configuration + offset) }

  public func configuration16(at offset: Int) -> UInt16 { bank.read16(at: configuration + offset) }

  public mutating func setConfiguration32(_ value: UInt32, at offset: Int) {
    bank.write32(value, at: configuration + offset)
  }

  public mutating func notify(queue: UInt16) { bank.write16(queue, at: Register.notify) }

  public mutating func acknowledgeInterrupt() -> VirtioInterruptCauses {
    guard case .line = interrupt else { return [.usedBuffer, .configuration] }
    return VirtioInterruptCauses(rawValue: bank.read8(at: Register.interruptStatus) & 3)
  }
}

/// Offsets of the ports.
///
/// Source: Virtio 1.2, section 4.1.4.10.
private enum Register {
  static let offeredFeatures = 0x00
  static let acceptedFeatures = 0x04
  static let queuePage = 0x08
  static let queueSize = 0x0c
  static let queueSelector = 0x0e
  static let notify = 0x10
  static let status = 0x12
  static let interruptStatus = 0x13
  /// Only while messages are enabled, as the next.
  static let configurationMessage = 0x14
  static let queueMessage = 0x16
  static let afterMessages = 0x18
}
