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
  /// A disk.
  public static let block = Self(rawValue: 2)
  /// A console, or ports for bytes.
  public static let console = Self(rawValue: 3)
  /// A source of random numbers.
  public static let entropy = Self(rawValue: 4)
  /// A balloon, by which the host borrows memory of the guest.
  public static let balloon = Self(rawValue: 5)
}
