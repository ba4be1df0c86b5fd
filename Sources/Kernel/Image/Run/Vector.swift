/// Numbers of the interrupts that devices are led to.
enum Vector {
  /// The local timer.
  static var timer: UInt8 { 32 }
  /// The network device.
  static var network: UInt8 { 33 }
  /// Changes of the configuration of any device that sends messages.
  static var configuration: UInt8 { 63 }
}
