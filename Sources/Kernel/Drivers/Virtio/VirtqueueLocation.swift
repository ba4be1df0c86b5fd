public import Hardware

/// Where the three parts of a split virtqueue are, as the device sees them.
///
/// Source: Virtio 1.2, section 2.7.
public struct VirtqueueLocation: Equatable, Sendable {
  /// Number of descriptors, a power of two.
  public var size: Int
  /// The descriptor table.
  public var descriptors: PhysicalAddress
  /// The available ring, which the driver writes.
  public var available: PhysicalAddress
  /// The used ring, which the device writes.
  public var used: PhysicalAddress

  /// Makes a location of its parts.
  public init(
    size: Int, descriptors: PhysicalAddress, available: PhysicalAddress, used: PhysicalAddress
  ) {
    self.size = size
    self.descriptors = descriptors
    self.available = available
    self.used = used
  }

  /// The number of the page where the queue starts; nil if it is not laid out as legacy devices
  /// expect it: in one piece from a page's start, the used ring at the start of another.
  ///
  /// Source: Virtio 1.2, section 2.7.2.
  var legacyPage: UInt32? {
    let start = descriptors.rawValue
    let parts = start + UInt64(16 * size)
    let usedStart = (parts + UInt64(6 + 2 * size) + 4095) & ~4095
    guard start % 4096 == 0, start >> 12 <= UInt64(UInt32.max), available.rawValue == parts,
      used.rawValue == usedStart
    else { return nil }
    return UInt32(start >> 12)
  }
}
