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
  ///   - vector: Where its messages go; changes of its configuration have a vector of their own.
  ///   - processor: Who takes them.
  /// - Throws: What keeps the device from being used.
  init(
    _ function: PCIFunction, in configuration: inout PCIConfiguration<IOPorts>,
    window: inout PCIWindow, vector: UInt8, processor: UInt8
  ) throws(VirtioError) {
    let message = InterruptMessage(
      vector: InterruptVector(rawValue: vector), processor: processor)
    let change = InterruptMessage(
      vector: InterruptVector(rawValue: Vector.configuration), processor: processor)
    let pin: PCIInterrupt
    if VirtioPCI<MappedRegisters>.isModern(function, in: &configuration) {
      let device = try VirtioPCI<MappedRegisters>(
        function, in: &configuration, window: &window, message: message,
        configurationMessage: change, map: Self.map)
      pin = device.interrupt
      let status = device.interruptStatus.flatMap { Self.map($0, 4) }
      interrupt = status.map { .status($0) } ?? .message
      way = VirtioWayTo(device)
    } else {
      // Above all ports of the boards that QEMU makes.
      var portWindow = PCIWindow(
        from: PhysicalAddress(rawValue: 0xd000), to: PhysicalAddress(rawValue: 0x1_0000))
      let device = try VirtioLegacyPCI(
        function, in: &configuration, window: &window, portWindow: &portWindow, message: message,
        configurationMessage: change, map: Self.map
      ) { first, byteCount in
        PortRegisters(
          IOPorts(), base: UInt16(truncatingIfNeeded: first.rawValue), byteCount: byteCount)
      }
      pin = device.interrupt
      let port =
        device.base.rawValue
        + UInt64(
          VirtioLegacyPCI<PortRegisters<IOPorts>>
            .interruptStatusOffset)
      interrupt = if case .line = pin { .port(UInt16(truncatingIfNeeded: port)) } else { .message }
      way = VirtioWayTo(device)
    }
    line = if case .line(let line) = pin { line } else { nil }
  }

  /// Gives access to registers in the first 4 GiB, which are mapped onto themselves.
  private static func map(_ address: PhysicalAddress, _ byteCount: Int) -> MappedRegisters? {
    guard address.rawValue <= 1 << 32, address.rawValue + UInt64(byteCount) <= 1 << 32 else {
      return nil
    }
    // Safe: as said above; registers of different widths are aligned to 4 bytes.
    return unsafe MappedRegisters(
      unsafeBase: VirtualAddress(rawValue: address.rawValue), byteCount: byteCount)
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
  mutating func notify(queue: UInt16) { way.notify(queue: queue) }
  mutating func acknowledgeInterrupt() -> VirtioInterruptCauses { way.acknowledgeInterrupt() }
}
