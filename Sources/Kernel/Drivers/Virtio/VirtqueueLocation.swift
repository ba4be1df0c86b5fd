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
}
