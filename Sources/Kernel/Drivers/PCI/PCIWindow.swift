public import Hardware

/// Addresses that belong to no memory and can be given to devices.
///
/// On QEMU's pc, everything from 0xe000_0000 up to the I/O APIC at 0xfec0_0000 is one, whatever the
/// size of the memory.
public struct PCIWindow {
  private var next: UInt64
  private let end: UInt64

  /// Takes the addresses from a start up to, but not including, an end.
  public init(from start: PhysicalAddress, to end: PhysicalAddress) {
    next = start.rawValue
    self.end = end.rawValue
  }

  /// Takes addresses out of the window.
  ///
  /// - Parameter byteCount: A power of two; the addresses start at a multiple of it.
  /// - Returns: Nil if there is no room.
  mutating func take(byteCount: UInt64) -> PhysicalAddress? {
    let start = next.addingReportingOverflow(byteCount - 1)
    guard !start.overflow else { return nil }
    let aligned = start.partialValue & ~(byteCount - 1)
    guard aligned <= end, byteCount <= end - aligned else { return nil }
    next = aligned + byteCount
    return PhysicalAddress(rawValue: aligned)
  }
}
