internal import Hardware

/// A structure of registers that a virtio device has in one of its memory regions.
///
/// Source: Virtio 1.2, section 4.1.4 (struct virtio_pci_cap).
struct VirtioPCICapability: Equatable {
  /// What the structure is.
  enum Kind: UInt8 {
    case common = 1
    case notification = 2
    case interruptStatus = 3
    case device = 4
  }

  /// Offset of the capability in the configuration, in bytes.
  let offset: UInt8
  /// Where the structure is.
  let base: PhysicalAddress
  /// Its size in bytes.
  let byteCount: Int

  /// Finds the first structure of a kind that lies in a region of memory.
  ///
  /// Source: Virtio 1.2, section 4.1.4.1: devices may offer several of a kind, the best one first,
  /// and a driver MUST ignore those in places it does not know.
  ///
  /// - Throws: `badCapability` if there is none.
  @inline(never)
  init<IO: Ports & ~Copyable>(
    _ kind: Kind, least: Int, of address: PCIAddress, regions: [6 of PCIRegion?],
    in configuration: inout PCIConfiguration<IO>
  ) throws(VirtioError) {
    var found: Self?
    _ = configuration.findCapability(0x09, of: address) { configuration, offset in
      // Vendor data of other kinds may be shorter than what is read here; it cannot reach past the
      // end of the configuration, though.
      guard offset <= 0xf0, configuration.read8(offset + 3, of: address) == kind.rawValue else {
        return false
      }
      found = Self(
        at: offset, number: Int(configuration.read8(offset + 4, of: address)),
        start: configuration.read32(offset + 8, of: address),
        byteCount: configuration.read32(offset + 12, of: address), regions: regions)
      return found != nil
    }
    guard let found, found.byteCount >= least else { throw .badCapability(kind.rawValue) }
    self = found
  }

  /// Whether a function has any of these structures.
  static func exists<IO: Ports & ~Copyable>(
    of address: PCIAddress, in configuration: inout PCIConfiguration<IO>
  ) -> Bool {
    configuration.findCapability(0x09, of: address) { configuration, offset in
      offset <= 0xf0 && configuration.read8(offset + 3, of: address) == Kind.common.rawValue
    } != nil
  }

  /// Makes a structure of what the capability says; nil if it is not wholly inside a region.
  private init?(
    at offset: UInt8, number: Int, start: UInt32, byteCount: UInt32, regions: [6 of PCIRegion?]
  ) {
    guard number < 6, let region = regions[number], start % 4 == 0,
      UInt64(start) + UInt64(byteCount) <= region.byteCount
    else { return nil }
    self.offset = offset
    base = region.base + UInt64(start)
    self.byteCount = Int(byteCount)
  }
}
