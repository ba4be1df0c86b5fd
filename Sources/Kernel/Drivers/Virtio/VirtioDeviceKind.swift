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

  /// The kind of a function on the PCI bus; nil if it is no virtio device.
  ///
  /// Devices that can work as before version 1 have numbers of another order.
  ///
  /// Source: Virtio 1.2, section 4.1.2.1.
  init?(_ function: PCIFunction) {
    guard function.vendor == 0x1af4 else { return nil }
    switch function.device {
    case 0x1000: self.init(rawValue: 1)
    case 0x1001: self.init(rawValue: 2)
    case 0x1002: self.init(rawValue: 5)
    case 0x1003: self.init(rawValue: 3)
    case 0x1004: self.init(rawValue: 8)
    case 0x1005: self.init(rawValue: 4)
    case 0x1041...0x107f: self.init(rawValue: UInt32(function.device) - 0x1040)
    default: return nil
    }
  }
}
