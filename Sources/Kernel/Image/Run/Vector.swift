/// Numbers of the interrupts that devices are led to.
enum Vector {
  /// The local timer.
  static var timer: UInt8 { 32 }
  /// Devices by their slot: the network has the first one.
  static var devices: Range<UInt8> { 33..<49 }
  /// Changes of the configuration of any device that sends messages.
  static var configuration: UInt8 { devices.upperBound }
}
