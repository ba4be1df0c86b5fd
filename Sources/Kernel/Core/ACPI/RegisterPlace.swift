/// Where a register is that a table names: a generic address, as far as this kernel can reach it.
///
/// Source: ACPI 6.5, section 5.2.3.2.
public enum RegisterPlace: Equatable, Sendable {
  /// In memory.
  case memory(UInt64)
  /// Among the I/O ports.
  case port(UInt16)

  /// Reads a generic address of 12 bytes.
  ///
  /// - Returns: Nil if the table ends before it, if there is no register, or if it is in neither
  ///   space.
  init?(_ table: RawSpan, at offset: Int) {
    let address: UInt64 = table.field(at: offset + 4)
    guard table.byteCount - offset >= 12, address != 0 else { return nil }
    switch table.field(at: offset, as: UInt8.self) {
    case 0: self = .memory(address)
    case 1 where address <= 0xffff: self = .port(UInt16(address))
    default: return nil
    }
  }

  /// Takes a field that holds the number of a port.
  ///
  /// - Returns: Nil if the field is 0, which says that there is no register, or too large.
  init?(port: UInt32) {
    guard port != 0, port <= 0xffff else { return nil }
    self = .port(UInt16(port))
  }
}
