internal import Hardware

/// Where a function keeps its table of interrupt messages.
///
/// Source: PCI Local Bus 3.0, section 6.8.2.
struct MSIXCapability: Equatable {
  /// The function.
  let address: PCIAddress
  /// Offset of the capability in the configuration, in bytes.
  let offset: UInt8
  /// How many messages the table holds, 1 to 2048.
  let entryCount: Int
  /// Number of the base address register of the region with the table.
  let region: Int
  /// Offset of the table in that region, in bytes.
  let tableOffset: UInt64

  /// Finds the capability of a function.
  ///
  /// - Returns: Nil if the function sends no messages of this kind.
  init?<IO: Ports & ~Copyable>(
    of address: PCIAddress, in configuration: inout PCIConfiguration<IO>
  ) {
    guard let offset = configuration.findCapability(0x11, of: address), offset <= 0xf4 else {
      return nil
    }
    self.address = address
    self.offset = offset
    entryCount = Int(configuration.read16(offset + 2, of: address) & 0x7ff) + 1
    let table = configuration.read32(offset + 4, of: address)
    region = Int(table & 7)
    tableOffset = UInt64(table & ~7)
  }

  /// Size of the table in bytes.
  var tableByteCount: Int { entryCount * MSIXTable<MappedRegisters>.entryByteCount }

  /// Lets the function send messages, or keeps it from sending any for now.
  ///
  /// - Parameters:
  ///   - masked: Whether messages are held back until this is called with false.
  ///   - configuration: The configuration space.
  func enable<IO: Ports & ~Copyable>(
    masked: Bool, in configuration: inout PCIConfiguration<IO>
  ) {
    let control = configuration.read16(offset + 2, of: address) & 0x3fff
    configuration.write16(control | (masked ? 0xc000 : 0x8000), at: offset + 2, of: address)
  }
}
