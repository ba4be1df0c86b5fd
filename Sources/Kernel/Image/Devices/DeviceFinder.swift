internal import Core
internal import CPU
internal import Drivers
internal import Hardware

/// Finds virtio devices on the buses of this machine and switches them on.
enum DeviceFinder {
  /// Finds a device of a kind and leads its interrupts to a slot of its own.
  ///
  /// Devices are counted in the order of the command line, then in that of the PCI bus.
  ///
  /// - Parameters:
  ///   - kind: What it is.
  ///   - number: How many of the kind come before it.
  ///   - poll: Acts when the device has news; nil for the first network device, which the run
  ///     loop knows.
  /// - Returns: The way to the device, which is not started; nil if there is none.
  /// - Throws: What keeps a device of the kind from being used.
  static func find(
    _ kind: VirtioDeviceKind, number: Int = 0, poll: (@convention(c) () -> Void)? = nil
  ) throws(VirtioError) -> VirtioBus? {
    guard let slot = DeviceSlots.take(isNetwork: poll == nil, poll: poll) else {
      throw .noInterrupt
    }
    do throws(VirtioError) {
      var remaining = number
      if let device = try findMapped(kind, skipping: &remaining, slot: slot) { return device }
      if let device = try findPCI(kind, skipping: &remaining, slot: slot) { return device }
    } catch {
      DeviceSlots.release(slot)
      throw error
    }
    DeviceSlots.release(slot)
    return nil
  }

  /// Finds a device among those that the command line announces.
  private static func findMapped(
    _ kind: VirtioDeviceKind, skipping count: inout Int, slot: Int
  ) throws(VirtioError) -> VirtioBus? {
    var argument: VirtioMMIOArgument?
    var remaining = count
    unsafe commandLine.forEachValue(of: VirtioMMIOArgument.key) { value in
      guard argument == nil, let found = VirtioMMIOArgument(value),
        VirtioMMIO.kind(of: bank(of: found)) == kind
      else { return }
      if remaining == 0 { argument = found } else { remaining -= 1 }
    }
    count = remaining
    guard let argument else { return nil }
    guard argument.interrupt < IOAPIC.inputCount else { throw .noInterrupt }
    let registers = bank(of: argument)
    let device = try VirtioBus(registers)
    DeviceSlots.connect(input: argument.interrupt, device.interrupt, slot: slot)
    return device
  }

  private static func bank(of argument: VirtioMMIOArgument) -> MappedRegisters {
    // Safe: the boot loader says that the device's registers are there.
    unsafe MappedRegisters(
      unsafeBase: VirtualAddress(rawValue: argument.base), byteCount: argument.byteCount)
  }

  /// Finds a device on the PCI bus.
  private static func findPCI(
    _ kind: VirtioDeviceKind, skipping count: inout Int, slot: Int
  ) throws(VirtioError) -> VirtioBus? {
    var configuration = PCIConfiguration(IOPorts())
    var remaining = count
    let found = configuration.findFunction { function in
      guard VirtioPCI<MappedRegisters>.isDevice(function, kind) else { return false }
      remaining -= 1
      return remaining < 0
    }
    guard let found else { return nil }
    let message = DeviceSlots.message(slot: slot)
    // The network alone tells changes of its configuration from everything else.
    let device = try unsafe VirtioBus(
      found, in: &configuration, window: &window, portWindow: &portWindow, message: message,
      configurationMessage: kind == .network ? DeviceSlots.configurationMessage : message)
    if let line = device.line { DeviceSlots.connect(pin: line, device.interrupt, slot: slot) }
    return device
  }

  /// Addresses for devices that firmware gave none: below the interrupt controllers, above all
  /// memory, free on every machine that QEMU makes.
  nonisolated(unsafe) private static var window = PCIWindow(
    from: PhysicalAddress(rawValue: 0xfe00_0000), to: PhysicalAddress(rawValue: 0xfeb0_0000))
  /// Ports for the same: above those of all that is on the boards that QEMU makes.
  nonisolated(unsafe) private static var portWindow = PCIWindow(
    from: PhysicalAddress(rawValue: 0xd000), to: PhysicalAddress(rawValue: 0x1_0000))
}
