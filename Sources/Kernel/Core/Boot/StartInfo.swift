/// What a PVH boot loader leaves in memory: where the things are that a kernel needs.
///
/// Source: Xen, "x86/HVM direct boot ABI", struct hvm_start_info, version 1.
public struct StartInfo: Equatable, Sendable {
  /// Bytes of the structure, version 1.
  public static var byteCount: Int { 56 }

  /// Address of the command line, which a zero byte ends; 0 if there is none.
  public let commandLineAddress: UInt64
  /// Address of the ACPI root system description pointer; 0 if there is none.
  public let rsdpAddress: UInt64
  /// Address of the memory map.
  public let memoryMapAddress: UInt64
  /// How many entries of `MemoryMapEntry.byteCount` bytes the memory map has.
  public let memoryMapCount: Int

  /// Reads the structure.
  ///
  /// - Returns: Nil if the bytes are none of it, or of version 0, which had no memory map.
  public init?(_ bytes: RawSpan) {
    guard bytes.byteCount >= Self.byteCount,
      bytes.littleEndian(at: 0, as: UInt32.self) == 0x336e_c578,
      bytes.littleEndian(at: 4, as: UInt32.self) >= 1
    else { return nil }
    commandLineAddress = bytes.littleEndian(at: 24)
    rsdpAddress = bytes.littleEndian(at: 32)
    memoryMapAddress = bytes.littleEndian(at: 40)
    memoryMapCount = Int(bytes.littleEndian(at: 48, as: UInt32.self))
  }
}
