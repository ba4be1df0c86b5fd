internal import Hardware

extension PCIConfiguration where IO: ~Copyable {
  /// Finds the memory regions of a function and gives addresses to those that have none.
  ///
  /// qboot leaves every base address register at 0, where a function that is switched on would
  /// answer in place of the memory. The function does not answer to any address until it is
  /// enabled.
  ///
  /// Source: PCI Local Bus 3.0, section 6.2.5.
  ///
  /// - Parameters:
  ///   - address: The function; not a bridge.
  ///   - window: Where addresses come from.
  /// - Returns: The regions by the number of their base address register; nil where there is none,
  ///   or one of I/O ports.
  /// - Throws: `noRoom` or `badRegion`.
  @inline(never)
  mutating func assignRegions(
    of address: PCIAddress, from window: inout PCIWindow
  ) throws(PCIError) -> [6 of PCIRegion?] {
    // While sizes are asked for, registers hold addresses that are not the function's.
    command(of: address) { $0.subtract([.memory, .ports]) }
    var regions: [6 of PCIRegion?] = .init(repeating: nil)
    var number = 0
    while number < 6 {
      let offset = 0x10 + 4 * UInt8(number)
      let value = read32(offset, of: address)
      let isMemory = value & 1 == 0
      let isWide = isMemory && value >> 1 & 3 == 2
      guard !isMemory || isWide || value >> 1 & 3 == 0, !isWide || number < 5 else {
        throw .badRegion(number)
      }
      if isMemory, let size = size(of: offset, isWide: isWide, in: address) {
        let base = try base(of: offset, number, isWide: isWide, size, in: address, from: &window)
        regions[number] = PCIRegion(base: base, byteCount: size)
      }
      number += isWide ? 2 : 1
    }
    return regions
  }

  /// Finds the ports of a function in one of its registers and gives it some if it has none.
  ///
  /// To be called after `assignRegions`, when the function answers to nothing.
  ///
  /// Source: PCI Local Bus 3.0, section 6.2.5.1.
  ///
  /// - Parameters:
  ///   - number: Number of the base address register.
  ///   - address: The function; not a bridge.
  ///   - window: Where ports come from.
  /// - Returns: The ports as a region; nil if the register is none of ports.
  /// - Throws: `noRoom`.
  mutating func assignPorts(
    _ number: Int, of address: PCIAddress, from window: inout PCIWindow
  ) throws(PCIError) -> PCIRegion? {
    let offset = 0x10 + 4 * UInt8(number)
    let value = read32(offset, of: address)
    guard value & 1 == 1 else { return nil }
    // The upper half may be hardwired to 0: there are only 65,536 ports.
    let size = UInt64(~(writableBits(of: offset, in: address) & 0xfffc) & 0xffff) + 1
    var base = UInt64(value & 0xfffc)
    if base == 0 {
      guard size & (size - 1) == 0, let taken = window.take(byteCount: size),
        taken.rawValue + size <= 0x1_0000
      else { throw .noRoom(number) }
      base = taken.rawValue
      write32(UInt32(base), at: offset, of: address)
    }
    guard base + size <= 0x1_0000 else { throw .badRegion(number) }
    return PCIRegion(base: PhysicalAddress(rawValue: base), byteCount: size)
  }

  /// Asks a memory register for its size in bytes and restores it; nil if there is none.
  private mutating func size(of offset: UInt8, isWide: Bool, in address: PCIAddress) -> UInt64? {
    let low = writableBits(of: offset, in: address) & ~0xf
    guard isWide else { return low == 0 ? nil : UInt64(~low) + 1 }
    let high = writableBits(of: offset + 4, in: address)
    let bits = UInt64(high) << 32 | UInt64(low)
    return bits == 0 ? nil : ~bits &+ 1
  }

  private mutating func writableBits(of offset: UInt8, in address: PCIAddress) -> UInt32 {
    let value = read32(offset, of: address)
    write32(.max, at: offset, of: address)
    defer { write32(value, at: offset, of: address) }
    return read32(offset, of: address)
  }

  /// The address in a memory register, which gets one if it has none.
  private mutating func base(
    of offset: UInt8, _ number: Int, isWide: Bool, _ size: UInt64, in address: PCIAddress,
    from window: inout PCIWindow
  ) throws(PCIError) -> PhysicalAddress {
    let low = UInt64(read32(offset, of: address) & ~0xf)
    let high = isWide ? UInt64(read32(offset + 4, of: address)) << 32 : 0
    if low | high != 0 { return PhysicalAddress(rawValue: low | high) }
    // A size that is no power of two is a device's nonsense, for which there is no place.
    guard size & (size - 1) == 0, let base = window.take(byteCount: size),
      isWide || base.rawValue >> 32 == 0
    else { throw .noRoom(number) }
    write32(UInt32(truncatingIfNeeded: base.rawValue), at: offset, of: address)
    if isWide { write32(UInt32(base.rawValue >> 32), at: offset + 4, of: address) }
    return base
  }
}
