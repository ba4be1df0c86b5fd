public import Hardware

/// A range of memory addresses to which a PCI function answers.
public struct PCIRegion: Equatable, Sendable {
  /// The first address.
  public let base: PhysicalAddress
  /// Size in bytes, a power of two.
  public let byteCount: UInt64

  /// Makes a region.
  public init(base: PhysicalAddress, byteCount: UInt64) {
    self.base = base
    self.byteCount = byteCount
  }
}
