internal import Hardware

extension PCIConfiguration where IO: ~Copyable {
  /// Switches a function on and decides how it interrupts: by messages if it can, else by its pin.
  ///
  /// The pin is led where firmware says in the interrupt line register: both SeaBIOS and qboot lead
  /// it to an input of the old controller, and the I/O APIC of QEMU's boards has the same inputs.
  ///
  /// Source: PCI Local Bus 3.0, sections 6.2.4 and 6.8.2.
  ///
  /// - Parameters:
  ///   - address: The function.
  ///   - usesPorts: Whether it shall answer to I/O ports, too.
  ///   - message: What it shall send.
  ///   - configurationMessage: What it shall send for changes of its configuration if it has a
  ///     second message.
  ///   - regions: Its regions, which have addresses.
  ///   - map: Gives access to memory of a function; nil if it cannot.
  /// - Returns: How it interrupts now.
  /// - Throws: `noInterrupt`.
  @inline(never)
  mutating func enable<Bank: Registers & ~Copyable>(
    _ address: PCIAddress, usesPorts: Bool, message: InterruptMessage,
    configurationMessage: InterruptMessage, regions: [6 of PCIRegion?],
    map: (PhysicalAddress, Int) -> Bank?
  ) throws(VirtioError) -> PCIInterrupt {
    guard let capability = MSIXCapability(of: address, in: &self) else {
      let line = read8(0x3c, of: address)
      // Input 0 is that of the interval timer; 255 says that the pin leads nowhere.
      guard read8(0x3d, of: address) != 0, line > 0, line < 24 else { throw .noInterrupt }
      enable(address, usesPorts: usesPorts, usesPin: true)
      return .line(line)
    }
    enable(address, usesPorts: usesPorts, usesPin: false)
    guard capability.region < 6, let region = regions[capability.region],
      capability.tableOffset + UInt64(capability.tableByteCount) <= region.byteCount,
      let bank = map(region.base + capability.tableOffset, capability.tableByteCount)
    else { throw .noInterrupt }
    // The table may be written only while messages are enabled in QEMU's order: enable, fill,
    // unmask.
    capability.enable(masked: true, in: &self)
    var table = MSIXTable(bank, entryCount: capability.entryCount)
    table.set(message, entry: 0)
    let configurationEntry = capability.entryCount > 1 ? 1 : 0
    if configurationEntry > 0 { table.set(configurationMessage, entry: configurationEntry) }
    capability.enable(masked: false, in: &self)
    return .messages(configurationEntry: UInt16(configurationEntry))
  }
}
