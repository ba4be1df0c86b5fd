/// Progress of a virtio driver, as driver and device see it.
///
/// Source: Virtio 1.2, section 2.1.
public struct VirtioStatus: OptionSet, Sendable {
  /// The bits of the register.
  public let rawValue: UInt8

  /// Makes a status from its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The guest has noticed the device.
  public static let acknowledge = Self(rawValue: 1)
  /// The guest knows how to drive the device.
  public static let driver = Self(rawValue: 2)
  /// The driver is set up; the device may work.
  public static let driverReady = Self(rawValue: 4)
  /// Features are agreed upon.
  public static let featuresAccepted = Self(rawValue: 8)
  /// The device is in an error from which only a reset leads out.
  public static let needsReset = Self(rawValue: 64)
  /// The driver has given up.
  public static let failed = Self(rawValue: 128)
}
