/// Numbers of the interrupts that devices are led to.
enum Vector {
  /// The local timer, alone in the lowest class of priority, so that it can be kept waiting while
  /// devices are not: the one number below 32 that no exception has.
  ///
  /// Source: Intel SDM volume 3, sections 11.5.2 and 11.8.3.
  static var timer: UInt8 { 31 }
  /// Devices by their slot: the network has the first one.
  static var devices: Range<UInt8> { 33..<49 }
  /// The sampler's timer, and commands to it; `Sources/Kernel/Boot/sampler.S` has the same numbers.
  static var sampler: UInt8 { 0xe0 }
  static var samplerCommand: UInt8 { 0xe1 }
  /// Changes of the configuration of any device that sends messages.
  static var configuration: UInt8 { devices.upperBound }
}
