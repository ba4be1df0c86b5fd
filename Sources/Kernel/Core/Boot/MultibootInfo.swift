/// What a Multiboot 2 boot loader leaves in memory: a list of tags, as offsets into it.
///
/// A tag that makes no sense is passed over; one that runs out of the list ends it.
///
/// Source: Multiboot2 Specification 2.0, section 3.6.
public struct MultibootInfo: Equatable, Sendable {
  /// Size of the whole, in bytes.
  public let byteCount: Int
  /// Offsets of the memory map's entries; empty if there is no map.
  public private(set) var memoryMap = 0..<0
  /// From one entry of the memory map to the next, in bytes.
  public private(set) var entryByteCount = MemoryMapEntry.byteCount
  /// Offsets of the command line, without the zero that ends it; empty if there is none.
  public private(set) var commandLine = 0..<0
  /// Offsets of the boot loader's name, without the zero that ends it; empty if there is none.
  public private(set) var loaderName = 0..<0
  /// Offsets of a copy of the ACPI root system description pointer, the newest version that there
  /// is; empty if there is none.
  public private(set) var rsdp = 0..<0

  /// Information that claims to be larger than this is refused, in bytes.
  public static var maximumByteCount: Int { 1 << 20 }
  /// Bytes that say how large the whole is.
  public static var headerByteCount: Int { 8 }

  /// The size that the first bytes claim.
  ///
  /// - Returns: Nil if they are too few, or the size makes no sense.
  public static func byteCount(_ header: RawSpan) -> Int? {
    guard header.byteCount >= headerByteCount else { return nil }
    let byteCount = Int(header.littleEndian(at: 0, as: UInt32.self))
    guard (headerByteCount...maximumByteCount).contains(byteCount) else { return nil }
    return byteCount
  }

  /// Reads the tags; nil if there are fewer bytes than claimed, or no memory map.
  public init?(_ bytes: RawSpan) {
    guard let byteCount = Self.byteCount(bytes), byteCount <= bytes.byteCount else { return nil }
    self.byteCount = byteCount
    var offset = Self.headerByteCount
    var hasNewPointer = false
    while offset + Tag.headerByteCount <= byteCount {
      let kind = bytes.littleEndian(at: offset, as: UInt32.self)
      let size = Int(bytes.littleEndian(at: offset + 4, as: UInt32.self))
      guard kind != Tag.end, size >= Tag.headerByteCount, size <= byteCount - offset else { break }
      let body = offset + Tag.headerByteCount..<offset + size
      switch kind {
      case Tag.commandLine: commandLine = Self.text(body, in: bytes)
      case Tag.loaderName: loaderName = Self.text(body, in: bytes)
      case Tag.memoryMap: readMemoryMap(body, in: bytes)
      case Tag.oldPointer where !hasNewPointer && body.count >= 20: rsdp = body
      case Tag.newPointer where body.count >= 36:
        rsdp = body
        hasNewPointer = true
      default: break
      }
      // Tags start at multiples of 8.
      offset += (size + 7) & ~7
    }
    guard !memoryMap.isEmpty else { return nil }
  }

  /// Takes the memory map, if its entries are large enough.
  private mutating func readMemoryMap(_ body: Range<Int>, in bytes: RawSpan) {
    guard body.count >= 8 else { return }
    let size = Int(bytes.littleEndian(at: body.lowerBound, as: UInt32.self))
    let entries = body.lowerBound + 8..<body.upperBound
    guard size >= MemoryMapEntry.byteCount, entries.count >= size else { return }
    memoryMap = entries
    entryByteCount = size
  }

  /// The part of a range before its first zero byte.
  private static func text(_ range: Range<Int>, in bytes: RawSpan) -> Range<Int> {
    var end = range.lowerBound
    while end < range.upperBound, bytes.littleEndian(at: end, as: UInt8.self) != 0 { end += 1 }
    return range.lowerBound..<end
  }

  private enum Tag {
    static var headerByteCount: Int { 8 }
    static var end: UInt32 { 0 }
    static var commandLine: UInt32 { 1 }
    static var loaderName: UInt32 { 2 }
    static var memoryMap: UInt32 { 6 }
    static var oldPointer: UInt32 { 14 }
    static var newPointer: UInt32 { 15 }
  }
}
