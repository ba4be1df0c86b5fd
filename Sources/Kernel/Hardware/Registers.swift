/// A bank of device registers, addressed by byte offset.
///
/// Drivers are generic over this protocol, so that tests can hand them a bank in memory. Offsets
/// are multiples of the access width. Values are in the host's byte order, which is little-endian.
/// Every call is one access of exactly that width, in program order with all others.
public protocol Registers: ~Copyable {
  /// Reads an 8-bit register.
  func read8(at offset: Int) -> UInt8
  /// Reads a 16-bit register.
  func read16(at offset: Int) -> UInt16
  /// Reads a 32-bit register.
  func read32(at offset: Int) -> UInt32
  /// Reads a 64-bit register.
  func read64(at offset: Int) -> UInt64

  /// Writes an 8-bit register.
  mutating func write8(_ value: UInt8, at offset: Int)
  /// Writes a 16-bit register.
  mutating func write16(_ value: UInt16, at offset: Int)
  /// Writes a 32-bit register.
  mutating func write32(_ value: UInt32, at offset: Int)
  /// Writes a 64-bit register.
  mutating func write64(_ value: UInt64, at offset: Int)
}
