/// A range of physical addresses and what it is.
///
/// Source: Xen, "x86/HVM direct boot ABI", struct hvm_memmap_table_entry.
public struct MemoryMapEntry: Equatable, Sendable {
  /// Bytes of an entry.
  public static var byteCount: Int { 24 }

  /// The first address.
  public let start: UInt64
  /// The first address after it.
  public let end: UInt64
  /// Whether it is memory that anybody may use.
  public let isUsable: Bool

  /// Makes an entry for memory that belongs to somebody.
  init(taken range: Range<UInt64>) {
    start = range.lowerBound
    end = range.upperBound
    isUsable = false
  }

  /// Reads an entry.
  ///
  /// - Precondition: There are at least `byteCount` bytes.
  public init(_ bytes: RawSpan) {
    start = bytes.littleEndian(at: 0)
    let (end, overflow) = start.addingReportingOverflow(bytes.littleEndian(at: 8))
    self.end = overflow ? .max : end
    isUsable = bytes.littleEndian(at: 16, as: UInt32.self) == 1
  }
}
