/// Registers behind I/O ports, by their offset from the first one.
///
/// Accesses outside the bank trap.
public struct PortRegisters<IO: Ports & ~Copyable>: Registers, ~Copyable {
  private var ports: IO
  private let base: UInt16
  private let byteCount: Int

  /// Takes a range of ports.
  ///
  /// - Parameters:
  ///   - ports: The port space.
  ///   - base: The first port.
  ///   - byteCount: How many ports there are.
  /// - Precondition: The range ends within the port space.
  public init(_ ports: consuming IO, base: UInt16, byteCount: Int) {
    precondition(byteCount >= 0 && Int(base) + byteCount <= 0x1_0000, "no such ports")
    self.ports = ports
    self.base = base
    self.byteCount = byteCount
  }

  public func read8(at offset: Int) -> UInt8 { ports.read8(from: port(offset, width: 1)) }

  public func read16(at offset: Int) -> UInt16 { ports.read16(from: port(offset, width: 2)) }

  public func read32(at offset: Int) -> UInt32 { ports.read32(from: port(offset, width: 4)) }

  /// Reads two registers of 32 bits, as no port is wider.
  public func read64(at offset: Int) -> UInt64 {
    UInt64(read32(at: offset)) | UInt64(read32(at: offset + 4)) << 32
  }

  public mutating func write8(_ value: UInt8, at offset: Int) {
    ports.write8(value, to: port(offset, width: 1))
  }

  public mutating func write16(_ value: UInt16, at offset: Int) {
    ports.write16(value, to: port(offset, width: 2))
  }

  public mutating func write32(_ value: UInt32, at offset: Int) {
    ports.write32(value, to: port(offset, width: 4))
  }

  /// Writes two registers of 32 bits, the low one first.
  public mutating func write64(_ value: UInt64, at offset: Int) {
    write32(UInt32(truncatingIfNeeded: value), at: offset)
    write32(UInt32(value >> 32), at: offset + 4)
  }

  private func port(_ offset: Int, width: Int) -> UInt16 {
    precondition(offset >= 0 && offset <= byteCount - width, "register outside its bank")
    return base + UInt16(offset)
  }
}
