/// A function that answered when the PCI buses were searched.
public struct PCIFunction: Equatable, Sendable {
  /// Where it is.
  public let address: PCIAddress
  /// Who made it.
  public let vendor: UInt16
  /// What its maker calls it.
  public let device: UInt16
  /// Class, subclass and programming interface, the class in the highest of the three bytes.
  public let classCode: UInt32

  /// Makes a function from what its configuration says.
  public init(address: PCIAddress, vendor: UInt16, device: UInt16, classCode: UInt32) {
    self.address = address
    self.vendor = vendor
    self.device = device
    self.classCode = classCode
  }

  /// Whether it is a bridge to another PCI bus.
  var isBridge: Bool { classCode >> 8 == 0x0604 }
}
