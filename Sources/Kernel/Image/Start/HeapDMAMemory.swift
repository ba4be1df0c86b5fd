internal import Core
internal import Hardware

/// Memory for devices, from the heap's pages; the guest's memory is mapped onto itself.
struct HeapDMAMemory: DMAMemory {
  mutating func allocate(byteCount: Int) -> DMARegion? {
    let byteCount = (max(byteCount, 1) + 4095) & ~4095
    // Safe: one core; the pages belong to nobody else from here on.
    guard let address = unsafe heap?.pointee.allocate(byteCount, alignment: 4096),
      let base = unsafe UnsafeMutableRawPointer(bitPattern: address)
    else { return nil }
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    return unsafe DMARegion(
      unsafeBase: base, physical: PhysicalAddress(rawValue: UInt64(address)),
      byteCount: byteCount)
  }
}
