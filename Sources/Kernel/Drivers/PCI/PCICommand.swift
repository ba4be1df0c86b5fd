/// What a PCI function may do on the bus.
///
/// Source: PCI Local Bus 3.0, section 6.2.2.
struct PCICommand: OptionSet {
  let rawValue: UInt16

  /// It answers to I/O ports.
  static let ports = Self(rawValue: 1 << 0)
  /// It answers to memory addresses.
  static let memory = Self(rawValue: 1 << 1)
  /// It reads and writes memory by itself.
  static let busMaster = Self(rawValue: 1 << 2)
  /// It does not use its interrupt pin.
  static let interruptPinDisabled = Self(rawValue: 1 << 10)
}
