/// The place of a function on the PCI buses.
public struct PCIAddress: Equatable, Sendable {
  /// Number of the bus.
  public let bus: UInt8
  /// Number of the device on its bus, 0 to 31.
  public let device: UInt8
  /// Number of the function of its device, 0 to 7.
  public let function: UInt8

  /// Makes an address from its numbers.
  ///
  /// - Precondition: Device and function are in their ranges.
  public init(bus: UInt8, device: UInt8, function: UInt8) {
    precondition(device < 32 && function < 8, "no such PCI function")
    self.bus = bus
    self.device = device
    self.function = function
  }

  /// What selects the 32-bit word of this function's configuration that holds a byte.
  ///
  /// Source: PCI Local Bus 3.0, section 3.2.2.3.2.
  func selector(of offset: UInt8) -> UInt32 {
    0x8000_0000 | UInt32(bus) << 16 | UInt32(device) << 11 | UInt32(function) << 8
      | UInt32(offset & 0xfc)
  }
}
