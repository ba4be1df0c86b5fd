/// The I/O port space of the processor.
///
/// Every call is one access of exactly that width, in program order with all others.
public protocol Ports: ~Copyable {
  /// Reads an 8-bit port.
  func read8(from port: UInt16) -> UInt8
  /// Reads a 16-bit port.
  func read16(from port: UInt16) -> UInt16
  /// Reads a 32-bit port.
  func read32(from port: UInt16) -> UInt32

  /// Writes an 8-bit port.
  mutating func write8(_ value: UInt8, to port: UInt16)
  /// Writes a 16-bit port.
  mutating func write16(_ value: UInt16, to port: UInt16)
  /// Writes a 32-bit port.
  mutating func write32(_ value: UInt32, to port: UInt16)
}
