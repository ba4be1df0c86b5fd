public import Hardware

/// The root system description pointer (RSDP): where firmware says that its tables are.
///
/// Source: ACPI 6.5, sections 5.2.5.1 and 5.2.5.3.
public struct RootPointer: Equatable, Sendable {
  /// Address of the table that lists all others.
  public let rootAddress: UInt64
  /// Whether the entries of that table have 8 bytes (XSDT), else they have 4 (RSDT).
  public let hasWideEntries: Bool

  /// Reads the structure.
  ///
  /// - Returns: Nil if the bytes are none of it, or a sum is wrong.
  public init?(_ bytes: RawSpan) {
    guard bytes.byteCount >= Self.oldByteCount,
      bytes.littleEndian(at: 0, as: UInt64.self) == Self.signature,
      bytes.sumOfBytes(Self.oldByteCount) == 0
    else { return nil }
    let revision = bytes.littleEndian(at: 15, as: UInt8.self)
    if revision >= 2, bytes.byteCount >= Self.byteCount, bytes.sumOfBytes(Self.byteCount) == 0,
      bytes.littleEndian(at: 24, as: UInt64.self) != 0
    {
      rootAddress = bytes.littleEndian(at: 24)
      hasWideEntries = true
    } else {
      rootAddress = UInt64(bytes.littleEndian(at: 16, as: UInt32.self))
      hasWideEntries = false
    }
  }

  /// Reads the structure at an address, whatever its version.
  public init?(at address: UInt64, in memory: some PhysicalMemory) {
    // The old version may end where memory does.
    guard
      let pointer = memory.withBytes(at: address, count: Self.byteCount, { RootPointer($0) })
        ?? memory.withBytes(at: address, count: Self.oldByteCount, { RootPointer($0) })
    else { return nil }
    self = pointer
  }

  /// Looks for the structure where a BIOS leaves it: at 0xe0000 to 0xfffff, at multiples of 16.
  ///
  /// The other place, the extended BIOS data area, has its address in page 0, which is not mapped;
  /// nobody's firmware in a virtual machine uses it.
  public static func find(in memory: some PhysicalMemory) -> RootPointer? {
    for address in stride(from: 0xe_0000 as UInt64, to: 0x10_0000, by: 16) {
      let isThere = memory.withBytes(at: address, count: 8) { bytes in
        bytes.littleEndian(at: 0, as: UInt64.self) == signature
      }
      if isThere == true, let pointer = RootPointer(at: address, in: memory) {
        return pointer
      }
    }
    return nil
  }

  /// The bytes "RSD PTR ".
  private static var signature: UInt64 { 0x2052_5450_2044_5352 }
  private static var oldByteCount: Int { 20 }
  private static var byteCount: Int { 36 }
}
