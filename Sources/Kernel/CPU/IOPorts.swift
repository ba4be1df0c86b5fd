internal import CInstructions
public import Hardware

/// The port space, by the in and out instructions.
public struct IOPorts: Ports {
  /// Names the one port space there is.
  public init() {}

  public func read8(from port: UInt16) -> UInt8 { cpu_in8(port) }
  public func read16(from port: UInt16) -> UInt16 { cpu_in16(port) }
  public func read32(from port: UInt16) -> UInt32 { cpu_in32(port) }
  public func write8(_ value: UInt8, to port: UInt16) { cpu_out8(port, value) }
  public func write16(_ value: UInt16, to port: UInt16) { cpu_out16(port, value) }
  public func write32(_ value: UInt32, to port: UInt16) { cpu_out32(port, value) }
}
