/// What a virtio device is.
///
/// Source: Virtio 1.2, section 5.
public struct VirtioDeviceKind: RawRepresentable, Equatable, Sendable {
  /// The number from the registry; 0 is an empty slot.
  public let rawValue: UInt32

  /// Makes a kind from its number.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// A network card.
  public static let network = Self(rawValue: 1)
}
