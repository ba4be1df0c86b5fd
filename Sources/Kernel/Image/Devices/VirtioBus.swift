internal import CPU
internal import Drivers
internal import Hardware

/// The way to a virtio device on any bus: one type, so that drivers are built once.
struct VirtioBus: VirtioTransport, ~Copyable {
  private let way: VirtioWay
  /// How an interrupt handler quiets the device.
  let interrupt: VirtioInterrupt
  /// Input of the interrupt controller that its line leads to; nil if it sends messages, or if
  /// that is known from elsewhere.
  let line: UInt8?

  /// Takes a device whose registers are mapped into memory.
  init(_ registers: MappedRegisters) throws(VirtioError) {
    way = VirtioWayTo(try VirtioMMIO(registers))
    interrupt = .mapped(registers)
    line = nil
  }

  /// Takes a device on the PCI bus and switches it on: as one of version 1 if it is that, too.
  ///
  /// - Parameters:
  ///   - function: A function that `VirtioPCI.isDevice` accepts.
  ///   - configuration: The configuration space.
  ///   - window: Where addresses come from if firmware has given it none.
  ///   - portWindow: The same for ports.
  ///   - message: What it sends to interrupt.
  ///   - configurationMessage: What it sends when its configuration changes.
  /// - Throws: What keeps the device from being used.
  init(
    _ function: PCIFunction, in configuration: inout PCIConfiguration<IOPorts>,
    window: inout PCIWindow, portWindow: inout PCIWindow, message: InterruptMessage,
    configurationMessage: InterruptMessage
  ) throws(VirtioError) {
    let pin: PCIInterrupt
    if VirtioPCI<MappedRegisters>.isModern(function, in: &configuration) {
      let device = try VirtioPCI<MappedRegisters>(
        function, in: &configuration, window: &window, message: message,
        configurationMessage: configurationMessage, map: mapDevice)
      pin = device.interrupt
      let status = device.interruptStatus.flatMap { mapDevice($0, 4) }
      interrupt = status.map { .status($0) } ?? .message
      way = VirtioWayTo(device)
    } else {
      let device = try VirtioLegacyPCI(
        function, in: &configuration, window: &window, portWindow: &portWindow, message: message,
        configurationMessage: configurationMessage, map: mapDevice
      ) { first, byteCount in
        PortRegisters(
          IOPorts(), base: UInt16(truncatingIfNeeded: first.rawValue), byteCount: byteCount)
      }
      pin = device.interrupt
      let port = UInt16(truncatingIfNeeded: device.interruptStatus.rawValue)
      interrupt = if case .line = pin { .port(port) } else { .message }
      way = VirtioWayTo(device)
    }
    line = if case .line(let line) = pin { line } else { nil }
  }

  var deviceKind: VirtioDeviceKind { way.deviceKind }
  var isLegacy: Bool { way.isLegacy }
  var fixesQueueSizes: Bool { way.fixesQueueSizes }
  var configurationGeneration: UInt32 { way.configurationGeneration }

  var status: VirtioStatus {
    get { way.status }
    set { way.status = newValue }
  }

  mutating func offeredFeatures() -> VirtioFeatures { way.offeredFeatures() }
  mutating func accept(_ features: VirtioFeatures) { way.accept(features) }
  mutating func enableConfigurationInterrupt() throws(VirtioError) {
    try way.enableConfigurationInterrupt()
  }
  mutating func maximumSize(ofQueue queue: UInt16) -> Int { way.maximumSize(ofQueue: queue) }
  mutating func activate(
    queue: UInt16, at location: VirtqueueLocation
  ) throws(VirtioError) {
    try way.activate(queue: queue, at: location)
  }
  func configuration8(at offset: Int) -> UInt8 { way.configuration8(at: offset) }
  func configuration16(at offset: Int) -> UInt16 { way.configuration16(at: offset) }
  mutating func setConfiguration32(_ value: UInt32, at offset: Int) {
    way.setConfiguration32(value, at: offset)
  }
  mutating func notify(queue: UInt16) { way.notify(queue: queue) }
  mutating func acknowledgeInterrupt() -> VirtioInterruptCauses { way.acknowledgeInterrupt() }
}
