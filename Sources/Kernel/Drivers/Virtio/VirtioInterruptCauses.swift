/// Why a virtio device interrupted.
///
/// Source: Virtio 1.2, sections 4.1.4.5 (PCI) and 4.2.2 (memory-mapped); the bits are the same.
public struct VirtioInterruptCauses: OptionSet, Sendable {
  /// The bits of the register.
  public let rawValue: UInt8

  /// Makes a set from its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The device has used a buffer in at least one queue.
  public static let usedBuffer = Self(rawValue: 1)
  /// The device's configuration, such as its link status, has changed.
  public static let configuration = Self(rawValue: 2)
}
